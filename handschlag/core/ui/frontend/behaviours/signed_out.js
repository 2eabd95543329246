/** A part of a page that was redirected belongs to another page: go there as a whole. */
export function wholePageAfterRedirect() {
  document.addEventListener("htmx:after:request", (event) => {
    const { raw } = event.detail.ctx.response;
    if (raw.redirected || raw.status >= 400) {
      event.preventDefault();
      location.assign(raw.redirected ? raw.url : event.detail.ctx.request.action);
    }
  });
}
