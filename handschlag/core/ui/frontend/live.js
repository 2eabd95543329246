import htmx from "htmx.org/dist/htmx.esm.min.js";
import { askForOwnOrganisation } from "./behaviours/acting_for.js";
import { choices } from "./behaviours/choices.js";
import { livePages } from "./behaviours/live_pages.js";
import { wholePageAfterRedirect } from "./behaviours/signed_out.js";

askForOwnOrganisation();
choices();
wholePageAfterRedirect();
livePages(htmx);
