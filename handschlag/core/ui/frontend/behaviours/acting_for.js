/** Which organisation the page was made for: its scripts ask for that one, whatever other tabs do. */
export function actingFor() {
  const organisation = document.body.dataset.actingFor;
  return organisation ? { "Acting-For": organisation } : {};
}

export function askForOwnOrganisation() {
  document.addEventListener("htmx:config:request", (event) => {
    Object.assign(event.detail.ctx.request.headers, actingFor());
  });
}
