import { dialogs } from "./behaviours/dialog.js";
import { errorSummary } from "./behaviours/error_summary.js";
import { menus } from "./behaviours/menu.js";
import { searchKey } from "./behaviours/search_key.js";
import { submitOnce } from "./behaviours/submit_once.js";
import { themes } from "./behaviours/theme.js";

themes();
submitOnce();
menus();
searchKey();
dialogs();
errorSummary();
