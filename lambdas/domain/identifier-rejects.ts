// Why a row is not sent because of who or what it is about: a part of `REJECTS`.
import { IDENTIFIER_BYTES } from '../contracts/customerio-limits.ts';

export const IDENTIFIER_REJECTS = {
  no_identifier: {
    means: 'The row has no value in any of the columns that identify the person.',
    fix: 'Fill in one of them, such as the id or the email.',
  },
  invalid_email: {
    means: 'The email address is not valid.',
    fix: 'Correct the address. It needs one @, a domain with a dot, and nothing before or after it.',
  },
  invalid_phone: {
    means:
      'The cell is not one phone number, or it has an extension, too many or too few digits, or no country code.',
    fix: 'Write it with + and the country code, such as +15550100123. If numbers without a country code are of one country, set it next to the column in feeds.config.ts: country: "GB".',
  },
  invalid_cio_id: {
    means:
      'The cell is not an id that Customer.io assigned. Such an id has letters and digits only, such as a3000001.',
    fix: 'Copy the cio_id of the person from Customer.io, or leave the cell empty.',
  },
  identifier_too_long: {
    means: `The identifier is longer than ${IDENTIFIER_BYTES} bytes, which Customer.io does not accept.`,
    fix: 'Use a shorter identifier.',
  },
  scientific_notation: {
    means: 'A spreadsheet shortened a long number (to the form 1.6E+12). Its last digits are lost.',
    fix: 'Use the original export, not a file that a spreadsheet saved.',
  },
  decimal_identifier: {
    means:
      'The identifier is a number with a decimal point and zeros, such as 1000.0. A program read the id as a number.',
    fix: 'Export the column as text or as whole numbers, so that it is the same as before.',
  },
  spreadsheet_error: {
    means: 'The identifier, or the key of the event, is an error of a spreadsheet, such as #N/A or #REF!.',
    fix: 'Correct the formula in the spreadsheet, or write the value into the cell.',
  },
  placeholder_identifier: {
    means:
      'The identifier is a placeholder for a missing value, such as null, n/a or -. All rows with it would be one person.',
    fix: 'Write the identifier, or leave the cell empty. If the text stands for an empty cell in every row, set in feeds.config.ts: nullTokens: ["n/a"]. If it is a real identifier, add it to the rule in identifiers: allow: ["unknown"].',
  },
  invisible_characters: {
    means:
      'The identifier contains characters that cannot be seen, or that look like a space: it would be another person than the one it looks like.',
    fix: 'Type the identifier again, or remove the characters with the function CLEAN of the spreadsheet or in the export.',
  },
  merge_into_itself: {
    means: 'The row merges a person into the same person.',
    fix: 'Write the person who stays and the person who is merged into them, or delete the row.',
  },
  merge_chain: {
    means:
      'Another row of the file merges one of these two people too, so the result would depend on the order, which Customer.io does not promise: a chain, a circle, or one person who is merged into two.',
    fix: 'Write in each row the person who stays at the end. Then drop the rows again.',
  },
  missing_object_id: {
    means: 'The row has no value in the column that identifies the object.',
    fix: 'Fill in the id of the object.',
  },
} as const satisfies Record<string, { readonly means: string; readonly fix: string }>;
