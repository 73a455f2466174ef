//! From the bytes of a file to the cells of a row and what they mean.

pub(super) mod ahead;
pub(super) mod cells;
pub(super) mod charset;
pub(super) mod decode;
pub(super) mod delimited;
pub(super) mod files;
pub(super) mod layout;
pub(super) mod packed;
pub(super) mod place;
pub(super) mod records;
pub(super) mod rejected;
pub(super) mod row;
pub(super) mod rows;
pub(super) mod sheet;
pub(super) mod values;
pub(super) mod workbook;
