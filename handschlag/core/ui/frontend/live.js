import "htmx.org/dist/htmx.esm.min.js";
import { wholePageAfterRedirect } from "./behaviours/signed_out.js";

wholePageAfterRedirect();
