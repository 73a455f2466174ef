//! Decimal arithmetic on text, which is exact.

/// A decimal number: `digits` divided by ten to the power of `places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) struct Decimal {
    digits: i128,
    places: u32,
}

/// Digits of a number beyond which it is none that anybody counts.
const LONGEST: usize = 30;

impl Decimal {
    /// Reads plain digits with one decimal point, `+` or `-` before it; commas may part the
    /// thousands.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = without_commas(whole)?;
        let places = fraction.len();
        if whole.is_empty() && fraction.is_empty() || whole.len() + places > LONGEST {
            return None;
        }
        let all = whole + fraction;
        if !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let value: i128 = all.parse().ok()?;
        Some(Self {
            digits: if negative { -value } else { value },
            places: places.try_into().ok()?,
        })
    }

    /// Times a factor and a power of ten.
    pub fn times(self, factor: i128, power: i32) -> Option<Self> {
        let digits = self.digits.checked_mul(factor)?;
        let shifted = i64::from(self.places) - i64::from(power);
        match u32::try_from(shifted) {
            Ok(places) => Some(Self { digits, places }),
            Err(_) => {
                let zeros = 10_i128.checked_pow(u32::try_from(-shifted).ok()?)?;
                Some(Self {
                    digits: digits.checked_mul(zeros)?,
                    places: 0,
                })
            }
        }
    }

    /// The difference.
    pub fn less(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let raised = |number: Self| {
            let zeros = 10_i128.checked_pow(places - number.places)?;
            number.digits.checked_mul(zeros)
        };
        Some(Self {
            digits: raised(self)?.checked_sub(raised(other)?)?,
            places,
        })
    }

    /// Without zeros at the end of its decimals.
    fn trimmed(mut self) -> Self {
        while self.places > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.places -= 1;
        }
        self
    }

    /// How many decimals it needs.
    pub fn decimals(self) -> u32 {
        self.trimmed().places
    }

    /// Rounded to so many decimals, halves away from zero.
    pub fn rounded(self, places: u32) -> Self {
        let Some(less) = self.places.checked_sub(places).filter(|less| *less > 0) else {
            return self;
        };
        let Some(divisor) = 10_i128.checked_pow(less) else {
            return self;
        };
        let half = if self.digits < 0 { -divisor } else { divisor } / 2;
        Self {
            digits: (self.digits + half) / divisor,
            places,
        }
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { digits, places } = self.trimmed();
        let sign = if digits < 0 { "-" } else { "" };
        let width = places as usize;
        let text = format!("{:0>1$}", digits.unsigned_abs(), width + 1);
        let (whole, fraction) = text.split_at(text.len() - width);
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

/// Digits whose commas stand before groups of three, without them.
fn without_commas(digits: &str) -> Option<String> {
    if !digits.contains(',') {
        return Some(digits.to_owned());
    }
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let well = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    well.then(|| digits.replace(',', ""))
}
