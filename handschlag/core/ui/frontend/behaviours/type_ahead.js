/** Letters typed one after the other are a word, until one pauses. */
const PAUSE = 700;

let typed = "";
let forgetting;

/** The first of `choices` that begins with what has been typed, `letter` included. */
export function beginsWith(choices, letter) {
  clearTimeout(forgetting);
  forgetting = setTimeout(() => (typed = ""), PAUSE);
  typed += letter.toLocaleLowerCase();
  return choices.find((choice) => choice.textContent.trim().toLocaleLowerCase().startsWith(typed));
}
