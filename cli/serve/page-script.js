// In the browser: asks for the lists every second, and sends dropped files.
const form = document.querySelector('#drop');
const input = document.querySelector('#file');
const button = form.querySelector('button');
const said = document.querySelector('#said');
const lists = document.querySelector('#imports');
let shown = '';

async function refresh() {
  try {
    const answer = await fetch('imports');
    const markup = await answer.text();
    // Escaped where it was made. Untouched while nothing is new: a selection or the focus stays where it is.
    if (answer.ok && markup !== shown) lists.innerHTML = markup;
    shown = markup;
    lists.removeAttribute('aria-busy');
  } catch {
    lists.setAttribute('aria-busy', 'true');
  }
  setTimeout(refresh, 1000);
}

async function send(file) {
  if (file.size > Number(form.dataset.mostBytes)) return form.dataset.tooLarge;
  const asked = new URLSearchParams({ feed: form.elements.feed.value, name: file.name });
  if (form.elements['dry-run'].checked) asked.set('dry-run', '');
  try {
    const answer = await fetch(`drop?${asked}`, { method: 'POST', body: file });
    return await answer.text();
  } catch {
    return `${file.name} could not be sent. Is npm start -- --serve still running?`;
  }
}

async function sendAll(files) {
  button.disabled = true;
  for (const file of files) {
    said.textContent = `Sending ${file.name} …`;
    said.textContent = await send(file);
  }
  button.disabled = false;
  input.value = '';
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  sendAll([...input.files]);
});
addEventListener('dragover', (event) => {
  event.preventDefault();
  form.classList.add('over');
});
addEventListener('dragleave', () => form.classList.remove('over'));
addEventListener('drop', (event) => {
  event.preventDefault();
  form.classList.remove('over');
  input.files = event.dataTransfer.files;
  said.textContent = 'Choose the feed, then import.';
});
refresh();
