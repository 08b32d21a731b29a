// Reads phone numbers as people write them, and gives them in E.164 (Customer.io OpenAPI, `phone`).
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** More characters than any phone number is written in. */
const LONGEST_PHONE = 60;

/**
 * @param country of numbers without a country code. Without it, they are not read.
 * @returns undefined for what is not one phone number, and for an extension: a message cannot reach it.
 */
export function compilePhone(country: string | undefined): (text: string) => string | undefined {
  const defaultCountry = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const options = { extract: false, ...(defaultCountry ? { defaultCountry } : {}) };
  return (text) => {
    if (text.length > LONGEST_PHONE) return undefined;
    const phone = parsePhoneNumberFromString(text, options);
    return phone?.isPossible() && phone.ext === undefined ? phone.number : undefined;
  };
}
