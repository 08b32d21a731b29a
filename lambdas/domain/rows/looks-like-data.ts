// Whether a text that should be a name, such as that of a column, looks like the value of a cell: a file without a header
// has its first row in place of the names.

/** Whether it looks like an e-mail address, a phone number, a number or a date, or has more than a name has. */
export function looksLikeData(text: string): boolean {
  if (text.length > LONGEST_NAME || /[\r\n\u2028\u2029]/.test(text)) return true;
  // Digits and signs of other widths become ASCII.
  const plain = text.normalize('NFKC').trim();
  if (ADDRESS.test(plain) || WRITTEN_ADDRESS.test(plain)) return true;
  const digits = plain.match(/\p{N}/gu)?.length ?? 0;
  return digits >= MANY_DIGITS || (digits > 0 && (!/\p{L}/u.test(plain) || hasForm(plain)));
}

/** Customer.io accepts no longer names ("Attributes": 150 bytes). */
const LONGEST_NAME = 150;

/** An e-mail address, also in the form of a URL. */
const ADDRESS = /\S(?:@|%40)\S/;

/** ann (at) example.com, mailto:ann, https://example.com/ann */
const WRITTEN_ADDRESS = /\S ?[([{<]at[)\]}>] ?\S|^mailto:|^https?:\/\//i;

/** Phone numbers, ids, postal codes with a house number, and days have as many. Names have few: `q3_2025`. */
const MANY_DIGITS = 6;

/** Forms of numbers and dates that have letters. */
const FORMS: readonly RegExp[] = [
  // 1.5e10, 0x1f
  /^[-+]?[\d.,]{1,30}e[-+]?\d{1,4}$/i,
  /^0x[\da-f]{1,20}$/i,
  // 12 EUR, EUR 12
  /^[A-Z]{3}\s?[-+]?[\d.,' ]{1,20}$/,
  /^[-+]?[\d.,' ]{1,20}\s?[A-Z]{3}$/,
  // 3. November 2025, 3-Nov-25; Nov 3, 2025
  /^\p{N}{1,2}(?:st|nd|rd|th)?[-. /]{1,3}\p{L}{3,12}[-., /]{1,3}\p{N}{2,4}(?!\p{N})/u,
  /^\p{L}{3,12}[-. /]{1,3}\p{N}{1,2}(?:st|nd|rd|th)?[-, /]{1,3}\p{N}{2,4}(?!\p{N})/u,
  // Mon, 3 Nov 2025; lundi 3 novembre 2025
  /^(?:\p{L}{2,12}[.,]|(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|mié|jeu|jue|ven|vie|sam|sáb|dim|dom)\p{L}{0,7})\s?\p{N}{1,2}[.\p{L}]{0,2}[ ./-]\p{L}{3,12}[., ]{1,3}\p{N}{4}(?!\p{N})/iu,
  // 3 de noviembre de 2025, 1er mars 2025, 2025. november 3.
  /^\p{N}{1,2}[.oa°]?\s(?:de\s|di\s|d')\p{L}{3,12}/u,
  /^\p{N}{1,2}er\s\p{L}{3,12}/u,
  /^\p{N}{4}[-. /]{1,3}\p{L}{3,12}[-. /]{1,3}\p{N}{1,2}(?!\p{N})/u,
  // 10:30 am, 3 pm, 2025年
  /\d:\d\d/,
  /^\d{1,2}\s?[ap]\.?m\.?$/i,
  /\p{N}\s?[年月日]/u,
  // D-10115, 10115 Berlin, CA 90210, tel. 12345
  /(?:^|[ ,.:#-])\p{N}{5}(?:$|[ ,.-])/u,
  // SW1A 1AA, K1A 0B1, 1011 AB
  /^[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}$/i,
  /^[A-Z]\d[A-Z][\s-]?\d[A-Z]\d$/i,
  /^\d{4}\s?[A-Z]{2}$/,
];

/** Of the languages that `date` columns are often written in. */
const MONTH = /^(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zä]{0,7}\.?$/i;

function hasForm(text: string): boolean {
  if (FORMS.some((form) => form.test(text))) return true;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  // R$5, kr 12.50
  if (letters <= 3 && (/\p{Sc}/u.test(text) || /\d[.,]\d/.test(text))) return true;
  // Nov 2025, 3 November
  const words = text.split(/[-.,/ ]+/).filter((word) => word !== '');
  return words.length <= 3 && words.every((word) => /^\p{N}+$/u.test(word) || MONTH.test(word));
}
