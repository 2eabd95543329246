/**
 * A form with `data-passkey` asks the browser's own dialog, and sends what it gives; one with
 * `data-asks-at-once` waits for no click, since somebody has just wished for it.
 */
const asks = {
  create: (options) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const response = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${form.dataset.optionsUrl}: ${response.status}`);
  return response.json();
}

async function ask(form, submitter) {
  const error = form.querySelector("[data-passkey-error]");
  error.hidden = true;
  try {
    const credential = await asks[form.dataset.passkey](await optionsOf(form));
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.dataset.asked = "true";
    form.requestSubmit(submitter);
    delete form.dataset.asked;
  } catch {
    error.hidden = false;
  }
}

export function passkeys() {
  const isSupported = Boolean(globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON);
  for (const missing of document.querySelectorAll("[data-passkey-missing]")) missing.hidden = isSupported;
  if (!isSupported) return;
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      if (form.dataset.asked) return;
      event.preventDefault();
      ask(form, event.submitter);
    });
    if ("asksAtOnce" in form.dataset && !form.querySelector("[aria-invalid]")) form.requestSubmit();
  }
}
