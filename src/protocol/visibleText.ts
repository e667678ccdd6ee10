/**
 * What would act in place of being seen: control characters, which terminals obey; marks that turn the direction of
 * reading round; line separators; and characters without any width. Lines and tabs are none of them.
 */
const acting =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const lineBreaks = /[\t\n]/g;

/** A text of a file or program with pictures in place of what would act: `␛` for an escape, `\u202e` for a mark. */
export function visibleText(text: string): string {
  return text.replace(acting, picture);
}

/** The same for a place that has one line: `␊` for its end. */
export function visibleLine(text: string): string {
  return visibleText(text).replace(lineBreaks, picture);
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : `\\u${code.toString(16).padStart(4, '0')}`;
}
