// Makes the texts of addresses as Hexo does: Latin letters lose their marks, and each run of blanks and punctuation becomes a hyphen.
// Letters of other scripts remain.

export type LetterCase = "AS_WRITTEN" | "LOWER" | "UPPER";

/** Letters that are no letter with a mark. */
const LETTERS = new Map(
  (
    "Æ:AE æ:ae Ø:O ø:o ß:s ẞ:S Đ:D đ:d Ħ:H ħ:h ı:i Ŀ:L ŀ:l Ł:L ł:l ŉ:n Œ:OE œ:oe Ŧ:T ŧ:t ſ:l ƀ:b Ɓ:B Ƃ:B ƃ:b Ɔ:O Ƈ:C ƈ:c Ɖ:D Ɗ:D Ƌ:D ƌ:d Ǝ:E Ɛ:E " +
    "Ƒ:F ƒ:f Ɠ:G ƕ:hv Ɨ:I Ƙ:K ƙ:k ƚ:l Ɯ:M Ɲ:N ƞ:n Ɵ:O Ƣ:OI ƣ:oi Ƥ:P ƥ:p Ƭ:T ƭ:t Ʈ:T Ʋ:V Ƴ:Y ƴ:y Ƶ:Z ƶ:z ǝ:e Ǥ:G ǥ:g Ȣ:OU ȣ:ou Ȥ:Z ȥ:z Ⱥ:A Ȼ:C " +
    "ȼ:c Ƚ:L Ⱦ:T Ƀ:B Ʉ:U Ʌ:V ɇ:e Ɉ:J ɉ:j Ɋ:Q ɋ:q Ɍ:R ɍ:r Ɏ:Y ɏ:y ɐ:a ɓ:b ɔ:o ɖ:d ɗ:d ɛ:e ɠ:g ɥ:h ɨ:i ɫ:l ɯ:m ɱ:m ɲ:n ɵ:o ɽ:r ʈ:t ʉ:u ʋ:v ʌ:v"
  )
    .split(" ")
    .map((pair): [string, string] => [pair.slice(0, 1), pair.slice(2)]),
);
/** Letters that are written within a circle, in full width or as pairs. */
const COMPATIBLE = /[\u01C4-\u01CC\u01F1-\u01F3\u24B6-\u24E9\uFF21-\uFF3A\uFF41-\uFF5A]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are deleted.
const CONTROLS = /[\u0000-\u001F]/g;
const SEPARATORS = /[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'<>,.?/]+/g;

export function hexoSlug(text: string, letterCase: LetterCase): string {
  const plain = text
    .replace(/\P{ASCII}/gu, plainLetter)
    .replace(CONTROLS, "")
    .replace(SEPARATORS, "-");
  const slug = plain.replace(/^-|-$/g, "");
  if (letterCase === "AS_WRITTEN") return slug;
  return letterCase === "LOWER" ? slug.toLowerCase() : slug.toUpperCase();
}

function plainLetter(letter: string): string {
  const bare = letter.normalize(COMPATIBLE.test(letter) ? "NFKD" : "NFD").replace(/\p{M}/gu, "");
  const known = LETTERS.get(bare);
  if (known !== undefined) return known;
  return /^[A-Za-z]{1,2}$/.test(bare) ? bare : letter;
}
