// Runs in the browser: loads the lists every second, and sends dropped files.
const form = document.querySelector('#drop');
const input = document.querySelector('#file');
const button = form.querySelector('button');
const said = document.querySelector('#said');
const lists = document.querySelector('#imports');
let shown = '';

async function refresh() {
  try {
    const response = await fetch('imports');
    const markup = await response.text();
    // The server escapes the markup. It is replaced only if it changed, so that a selection and the focus stay.
    if (response.ok && markup !== shown) lists.innerHTML = markup;
    shown = markup;
    lists.removeAttribute('aria-busy');
  } catch {
    lists.setAttribute('aria-busy', 'true');
  }
  setTimeout(refresh, 1000);
}

async function send(file) {
  if (file.size > Number(form.dataset.mostBytes)) return form.dataset.tooLarge;
  const query = new URLSearchParams({ feed: form.elements.feed.value, name: file.name });
  if (form.elements['dry-run'].checked) query.set('dry-run', '');
  try {
    const response = await fetch(`drop?${query}`, { method: 'POST', body: file });
    return await response.text();
  } catch {
    return `${file.name} could not be sent. Check that npm start -- --serve is still running.`;
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
  said.textContent = 'Choose the feed, then press Import.';
});
refresh();
