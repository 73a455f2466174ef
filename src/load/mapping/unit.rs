//! Units in which departments count.

use super::decimal::Decimal;
use crate::model::codes::codes;

codes! {
    /// A unit other than that of the tables, which is yuan, mu, percent.
    pub enum Unit {
        /// Yuan.
        Yuan = "YUAN",
        /// A thousand yuan.
        QianYuan = "QIAN_YUAN",
        /// Ten thousand yuan.
        WanYuan = "WAN_YUAN",
        /// A hundred million yuan.
        YiYuan = "YI_YUAN",
        /// A tenth of a yuan.
        Jiao = "JIAO",
        /// A hundredth of a yuan.
        Fen = "FEN",
        /// A thousandth of a yuan.
        Li = "LI",
        /// Mu.
        Mu = "MU",
        /// Hectares: 15 mu.
        Hectare = "HECTARE",
        /// Square metres: 0.0015 mu.
        SquareMetre = "SQUARE_METRE",
        /// Square kilometres: 1500 mu.
        SquareKilometre = "SQUARE_KILOMETRE",
        /// Percent.
        Percent = "PERCENT",
        /// Thousandths.
        PerMille = "PER_MILLE",
        /// Hundredths of a percent.
        BasisPoint = "BASIS_POINT",
        /// A part of one: 0.25 is 25 percent.
        Fraction = "FRACTION",
    }
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Quantity {
    Money,
    Area,
    Share,
    /// A measure without a unit of its own.
    Bare,
}

impl Unit {
    /// What the unit measures, and what one of it is in the tables' own unit: a factor and a power
    /// of ten.
    fn worth(self) -> (Quantity, i128, i32) {
        use Quantity::{Area, Money, Share};
        match self {
            Self::Yuan => (Money, 1, 0),
            Self::QianYuan => (Money, 1, 3),
            Self::WanYuan => (Money, 1, 4),
            Self::YiYuan => (Money, 1, 8),
            Self::Jiao => (Money, 1, -1),
            Self::Fen => (Money, 1, -2),
            Self::Li => (Money, 1, -3),
            Self::Mu => (Area, 1, 0),
            Self::Hectare => (Area, 15, 0),
            Self::SquareMetre => (Area, 15, -4),
            Self::SquareKilometre => (Area, 1500, 0),
            Self::Percent => (Share, 1, 0),
            Self::PerMille => (Share, 1, -1),
            Self::BasisPoint => (Share, 1, -2),
            Self::Fraction => (Share, 1, 2),
        }
    }

    /// What the unit measures.
    pub fn quantity(self) -> Quantity {
        self.worth().0
    }

    /// The amount in the tables' own unit, exactly.
    pub fn convert(self, amount: Decimal) -> Option<Decimal> {
        let (_, factor, power) = self.worth();
        amount.times(factor, power)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn converted(unit: Unit, text: &str) -> Option<String> {
        Some(unit.convert(Decimal::parse(text)?)?.to_string())
    }

    #[test]
    fn units_become_those_of_the_tables() {
        for (unit, text, result) in [
            (Unit::WanYuan, "1.5", "15000"),
            (Unit::WanYuan, "0.0001", "1"),
            (Unit::YiYuan, "1.23456789", "123456789"),
            (Unit::Fen, "12345", "123.45"),
            (Unit::Fen, "-5", "-0.05"),
            (Unit::Li, "10", "0.01"),
            (Unit::Hectare, "0.1", "1.5"),
            (Unit::SquareMetre, "10000", "15"),
            (Unit::SquareKilometre, "1", "1500"),
            (Unit::PerMille, "5", "0.5"),
            (Unit::BasisPoint, "5", "0.05"),
            (Unit::Fraction, "0.25", "25"),
            (Unit::Yuan, "1,234,567.80", "1234567.8"),
            (Unit::Yuan, "-0", "0"),
            (Unit::Yuan, ".5", "0.5"),
        ] {
            assert_eq!(converted(unit, text).as_deref(), Some(result), "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_number_is_refused() {
        for text in [
            "",
            ".",
            "-",
            "1e308",
            "1,23",
            ",123",
            "1,2345",
            "1.2.3",
            "NaN",
            "inf",
            "１",
            "--1",
            "1 000",
            "1.2,345",
            "9999999999999999999999999999999",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (text, places, result) in [
            ("1.005", 2, "1.01"),
            ("-1.005", 2, "-1.01"),
            ("1.0049", 2, "1"),
            ("0.5", 0, "1"),
            ("1.25", 4, "1.25"),
        ] {
            let number = Decimal::parse(text).unwrap();
            assert_eq!(number.rounded(places).to_string(), result, "{text}");
        }
    }

    proptest! {
        /// Whatever the unit, going there by whole numbers comes out the same.
        #[test]
        fn conversion_is_exact(fen in -1_000_000_000_000_000_i64..1_000_000_000_000_000) {
            let shown = |value: i128, places: usize| {
                let text = format!("{:0>1$}", value.unsigned_abs(), places + 1);
                let (whole, rest) = text.split_at(text.len() - places);
                format!("{}{whole}.{rest}", if value < 0 { "-" } else { "" })
            };
            let fen = i128::from(fen);
            for (unit, places) in [(Unit::YiYuan, 10), (Unit::WanYuan, 6), (Unit::QianYuan, 5), (Unit::Yuan, 2), (Unit::Jiao, 1)] {
                let yuan = converted(unit, &shown(fen, places)).unwrap();
                let money: crate::model::Money = yuan.parse().unwrap();
                prop_assert_eq!(i128::from(money.fen()), fen);
            }
            let yuan: crate::model::Money = converted(Unit::Fen, &fen.to_string()).unwrap().parse().unwrap();
            prop_assert_eq!(i128::from(yuan.fen()), fen);
        }

        #[test]
        fn area_is_a_ratio_of_whole_numbers(square_centimetres in 0_u64..1_000_000_000_000_000) {
            let metres = format!("{}.{:04}", square_centimetres / 10_000, square_centimetres % 10_000);
            let mu = Unit::SquareMetre.convert(Decimal::parse(&metres).unwrap()).unwrap();
            // 3 mu are 2,000 square metres.
            let hundredths = (u128::from(square_centimetres) * 3 * 100 + 10_000_000) / 20_000_000;
            let rounded = mu.rounded(2).to_string();
            let measured = crate::model::money::decimal(&rounded, 2).unwrap();
            prop_assert_eq!(u128::try_from(measured).unwrap(), hundredths);
        }

        #[test]
        fn nothing_panics(text in "\\PC*") {
            if let Some(number) = Decimal::parse(&text) {
                for unit in Unit::ALL {
                    let _ = unit.convert(number).map(|number| number.rounded(2).to_string());
                }
            }
        }
    }
}
