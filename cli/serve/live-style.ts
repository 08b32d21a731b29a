// Styles that only the live page needs: for its form and its progress bars.
export const LIVE_STYLE = `
form{margin:1.4rem 0 0;padding:1.1rem 1.2rem;border:1.5px dashed var(--soft);border-radius:10px;background:var(--card);accent-color:var(--chart)}
form.over{border-color:var(--chart);border-style:solid}
form p{margin:0}
form>p>label{display:block;margin-bottom:.5rem;font-weight:600}
.row{display:flex;flex-wrap:wrap;align-items:center;gap:.8rem 1.6rem;margin-top:.9rem}
input,select,button{font:inherit;color:inherit;max-width:100%}
select{padding:.3rem .5rem;border:1px solid var(--soft);border-radius:6px;background:var(--paper)}
button,::file-selector-button{padding:.35rem 1rem;border:1px solid var(--link);border-radius:6px;font:inherit;font-weight:600;background:var(--paper);color:var(--link);cursor:pointer}
::file-selector-button{margin-right:.8rem}
button{margin-left:auto;background:var(--link);color:var(--paper)}
button:disabled{opacity:.6;cursor:default}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
#said:not(:empty){margin-top:.8rem;overflow-wrap:anywhere}
.running{color:var(--chart)}
.gauge{display:flex;align-items:center;gap:.8rem}
progress{width:min(9rem,28vw);height:.55rem;flex:none;appearance:none;border:0;border-radius:4px;overflow:hidden;background:var(--line)}
::-webkit-progress-bar{background:var(--line)}
::-webkit-progress-value{background:var(--chart)}
::-moz-progress-bar{background:var(--chart)}
`;
