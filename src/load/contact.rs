//! Addresses as keys, so that two who live or work at one place meet there.

/// An address without blanks and punctuation, full-width characters as narrow ones, in capitals.
pub(crate) fn address_key(address: &str) -> String {
    address
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            other => other,
        })
        .filter(|c| c.is_alphanumeric() || *c == '-')
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_has_one_key() {
        for same in ["大塘村 ３组１２号a", "大塘村3组12号A", "大塘村，3组12号Ａ"]
        {
            assert_eq!(address_key(same), "大塘村3组12号A");
        }
        assert_ne!(address_key("1-12号"), address_key("11-2号"));
    }
}
