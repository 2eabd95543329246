/** Which organisation the page was made for: its scripts ask for that one, whatever other tabs do. */
function actingFor() {
  const organisation = document.body.dataset.actingFor;
  return organisation ? { "Acting-For": organisation } : {};
}

/** A part of a page, as it is now; undefined when there is none, which a page in use must survive. */
export async function fetched(url) {
  const response = await fetch(url, { headers: { "HX-Request": "true", ...actingFor() } });
  return response.ok && !response.redirected ? response.text() : undefined;
}

export function askForOwnOrganisation() {
  document.addEventListener("htmx:config:request", (event) => {
    Object.assign(event.detail.ctx.request.headers, actingFor());
  });
}
