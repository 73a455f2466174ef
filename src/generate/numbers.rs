//! Numbers with valid check digits in ranges that nobody holds.

use chrono::NaiveDate;

/// An ID number (GB 11643): county, birthday, a number within that day (odd for men, even for
/// women) and the check character of ISO 7064 MOD 11-2.
pub fn id_number(county: &str, born: NaiveDate, within_day: usize) -> String {
    let mut number = format!("{county}{}{:03}", born.format("%Y%m%d"), within_day % 1000);
    let sum: usize = digits(&number)
        .zip([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(digit, weight)| digit * weight)
        .sum();
    number.extend("10X98765432".chars().nth(sum % 11));
    number
}

/// The characters of a credit code in the order of their values.
const CREDIT_CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A unified social credit code (GB 32100): who registers and what (`91` company, `92` individual
/// business, `93` cooperative), county, organisation code with its own check (GB 11714), check.
pub fn credit_code(kind: &str, county: &str, organisation: &str) -> String {
    let value = |character| CREDIT_CHARACTERS.find(character).unwrap_or(0);
    let sum: usize = organisation
        .chars()
        .zip([3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(character, weight)| value(character) * weight)
        .sum();
    let check = "0X987654321".chars().nth(sum % 11).unwrap_or('0');
    let mut code = format!("{kind}{county}{organisation}{check}");
    let mut weight = 1;
    let mut sum = 0;
    for character in code.chars() {
        sum += value(character) * weight;
        weight = weight * 3 % 31;
    }
    code.extend(CREDIT_CHARACTERS.chars().nth((31 - sum % 31) % 31));
    code
}

/// An account number of 19 digits: `99`, the province, a number and the check digit of cards (Luhn).
pub fn account_number(province: &str, number: usize) -> String {
    let mut account = format!("99{province}{number:014}");
    let sum: usize = digits(&account)
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit) {
            (0, 5..) => digit * 2 - 9,
            (0, _) => digit * 2,
            _ => digit,
        })
        .sum();
    account.extend(char::from_digit(((10 - sum % 10) % 10) as u32, 10));
    account
}

/// A mobile number beginning with `1990`.
pub fn phone(number: usize) -> String {
    format!("1990{:07}", number % 10_000_000)
}

fn digits(number: &str) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
    number.bytes().map(|digit| usize::from(digit - b'0'))
}
