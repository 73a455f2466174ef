//! Numbers that identify a person, an account or an organisation.
//!
//! A number of the right form with a wrong check digit is suspicious, not refused: that somebody
//! hands over such a number is itself worth knowing.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    day,
    fault::{Fault, Invalid},
};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident $(, suspicious: $suspicious:path)?;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The number in its normal form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            $(
                /// Whether the check digit contradicts the rest of the number.
                #[must_use]
                pub fn is_suspicious(&self) -> bool {
                    $suspicious(&self.0)
                }
            )?
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        // A number must not reach a log by way of its debug form.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} characters)", stringify!($name), self.0.len())
            }
        }
    )*};
}

numbers! {
    /// A resident identity number (GB 11643): 18 characters; 15 digits of the older form are
    /// brought to 18, so that both forms are equal.
    IdNumber, suspicious: id_number_fails;
    /// A telephone number: digits, with a leading `+` where a country code is given.
    Phone;
    /// A bank account or card number without separators.
    AccountNumber;
    /// A unified social credit code (GB 32100): 18 characters.
    CreditCode, suspicious: credit_code_fails;
}

impl FromStr for IdNumber {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let number = text.to_ascii_uppercase();
        let full = if is_old_form(&number) {
            let body = format!("{}19{}", &number[..6], &number[6..]);
            let check = id_check(&body);
            body + check
        } else {
            number
        };
        if is_full_form(&full) {
            Ok(Self(full))
        } else {
            Err(Invalid::new(
                Fault::BadIdentity,
                "an ID number has 18 characters, or 15 of the older form, and a birthday within it",
            ))
        }
    }
}

fn is_full_form(number: &str) -> bool {
    number.len() == 18
        && number.bytes().take(17).all(|b| b.is_ascii_digit())
        && matches!(number.as_bytes()[17], b'0'..=b'9' | b'X')
        && birthday(&number[6..14])
}

fn is_old_form(number: &str) -> bool {
    number.len() == 15
        && number.bytes().all(|b| b.is_ascii_digit())
        && birthday(&format!("19{}", &number[6..12]))
}

fn birthday(digits: &str) -> bool {
    day::day(&format!(
        "{}-{}-{}",
        &digits[..4],
        &digits[4..6],
        &digits[6..]
    ))
    .is_ok()
}

/// ISO 7064 MOD 11-2 over the first 17 digits.
fn id_check(body: &str) -> &'static str {
    const CHECKS: [&str; 11] = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"];
    let sum = body
        .bytes()
        .take(17)
        .enumerate()
        .fold(0, |sum, (place, digit)| {
            sum + usize::from(digit - b'0') * (1 << (17 - place)) % 11
        });
    CHECKS[sum % 11]
}

fn id_number_fails(number: &str) -> bool {
    !number.ends_with(id_check(number))
}

impl FromStr for Phone {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let number: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let digits = number.strip_prefix('+').unwrap_or(&number);
        if (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(number))
        } else {
            Err(Invalid::new(
                Fault::BadIdentity,
                "a telephone number has 5 to 15 digits",
            ))
        }
    }
}

impl FromStr for AccountNumber {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let number: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if (6..=34).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric()) {
            Ok(Self(number))
        } else {
            Err(Invalid::new(
                Fault::BadIdentity,
                "an account number has 6 to 34 digits or letters",
            ))
        }
    }
}

/// The characters of a credit code in the order of their values: no I, O, S, V, Z.
const CREDIT_CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

impl FromStr for CreditCode {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let code = text.to_ascii_uppercase();
        if code.chars().count() == 18 && code.chars().all(|c| CREDIT_CHARACTERS.contains(c)) {
            Ok(Self(code))
        } else {
            Err(Invalid::new(
                Fault::BadIdentity,
                "a unified social credit code has 18 digits or capital letters other than I O S V Z",
            ))
        }
    }
}

fn credit_code_fails(code: &str) -> bool {
    let values: Vec<usize> = code
        .chars()
        .filter_map(|c| CREDIT_CHARACTERS.find(c))
        .collect();
    let weights = std::iter::successors(Some(1), |weight| Some(weight * 3 % 31));
    let sum: usize = values
        .iter()
        .take(17)
        .zip(weights)
        .map(|(value, weight)| value * weight)
        .sum();
    values.get(17) != Some(&((31 - sum % 31) % 31))
}

/// Whether a text has the form of an ID number, old or new.
pub(super) fn reads_as_id_number(text: &str) -> bool {
    let number = text.to_ascii_uppercase();
    is_full_form(&number) || is_old_form(&number)
}

/// Whether digits have the form of a mobile number of mainland China.
pub(super) fn reads_as_mobile(digits: &str) -> bool {
    digits.len() == 11 && matches!(&digits.as_bytes()[..2], [b'1', b'3'..=b'9'])
}

/// Whether digits have the form of a bank card: 16 to 19 of them, `UnionPay` or a right Luhn sum.
pub(super) fn reads_as_card(digits: &str) -> bool {
    (16..=19).contains(&digits.len()) && (digits.starts_with("62") || luhn(digits))
}

/// Whether a text is a credit code with a right check character.
pub(super) fn reads_as_credit_code(text: &str) -> bool {
    text.parse()
        .is_ok_and(|code: CreditCode| !code.is_suspicious())
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit - b'0') * (1 + u32::from(place % 2 == 1));
            value / 10 + value % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_an_id_number_are_equal() {
        let full: IdNumber = "11010519491231002x".parse().unwrap();
        let old: IdNumber = "110105491231002".parse().unwrap();
        assert_eq!(full, old);
        assert!(!full.is_suspicious());
        let wrong: IdNumber = "110105194912310021".parse().unwrap();
        assert!(wrong.is_suspicious());
        assert_eq!(format!("{full:?}"), "IdNumber(18 characters)");
    }

    #[test]
    fn a_number_of_another_form_is_refused() {
        for text in [
            "",
            "1101051949123100",
            "110105194913310020",
            "11010519491231002Y",
            "身份证",
        ] {
            assert_eq!(
                text.parse::<IdNumber>().unwrap_err().fault,
                Fault::BadIdentity,
                "{text}"
            );
        }
        assert!("12".parse::<Phone>().is_err());
        assert!("手机".parse::<Phone>().is_err());
        assert!("12345".parse::<AccountNumber>().is_err());
        assert!("91350100M000100I43".parse::<CreditCode>().is_err());
    }

    #[test]
    fn separators_are_left_out() {
        assert_eq!(
            "0371-6789 0000".parse::<Phone>().unwrap().as_str(),
            "037167890000"
        );
        let card: AccountNumber = "6222 0202 0001 2345 678".parse().unwrap();
        assert_eq!(card.as_str(), "6222020200012345678");
    }

    #[test]
    fn a_credit_code_has_a_check_character() {
        let code: CreditCode = "91350100M000100Y43".parse().unwrap();
        assert!(!code.is_suspicious());
        let wrong: CreditCode = "91350100M000100Y44".parse().unwrap();
        assert!(wrong.is_suspicious());
    }
}
