//! A contracting process: what its parts need to know of each other.

use std::borrow::Cow;

use serde_json::Value;

use crate::load::formats::json::{list, shown, text};

/// A compiled release.
pub(super) struct Process<'a>(pub &'a Value);

impl<'a> Process<'a> {
    pub fn text(&self, path: &str) -> Cow<'a, str> {
        text(self.0, path)
    }

    pub fn list(&self, path: &str) -> &'a [Value] {
        list(self.0, path)
    }

    /// The id of a part of the process.
    pub fn id(&self, part: &str) -> String {
        format!("{}-{part}", self.text("ocid"))
    }

    /// The id of the tender of a lot, or of one without lots.
    pub fn tender(&self, lot: Option<&Value>) -> String {
        match lot {
            Some(lot) => self.id(&text(lot, "id")),
            None => self.text("ocid").into_owned(),
        }
    }

    /// The ids of the tenders that a bid or award is about: those of its lots, or the only one.
    pub fn tenders_of(&self, part: &Value) -> Vec<String> {
        let related = list(part, "relatedLots");
        if !related.is_empty() {
            return related.iter().map(|lot| self.id(&shown(lot))).collect();
        }
        match self.list("tender.lots") {
            [] => vec![self.tender(None)],
            [only] => vec![self.tender(Some(only))],
            _ => Vec::new(),
        }
    }

    pub fn buyer(&self) -> Cow<'a, str> {
        match self.text("buyer.id") {
            id if id.is_empty() => self.text("tender.procuringEntity.id"),
            id => id,
        }
    }

    pub fn method(&self) -> Option<&'static str> {
        method(
            &self.text("tender.procurementMethod"),
            &self.text("tender.procurementMethodDetails"),
        )
    }

    /// The award that a contract is for.
    pub fn award(&self, contract: &Value) -> Option<&'a Value> {
        let id = text(contract, "awardID");
        self.list("awards")
            .iter()
            .find(|award| !id.is_empty() && text(award, "id") == id)
    }

    /// Whether an award that stands went to a bidder, for a tender.
    pub fn has_won(&self, bidder: &str, tender: &str) -> bool {
        self.list("awards").iter().any(|award| {
            matches!(text(award, "status").as_ref(), "active" | "")
                && list(award, "suppliers")
                    .iter()
                    .any(|supplier| text(supplier, "id") == bidder)
                && (self.tenders_of(award).iter().any(|id| id == tender)
                    || self.tenders_of(award).is_empty())
        })
    }

    /// The first day that a document of a kind was published.
    pub fn published(documents: &[Value], kind: &str) -> String {
        let days = documents
            .iter()
            .filter(|document| text(document, "documentType") == kind)
            .map(|document| super::date(&text(document, "datePublished")).into_owned())
            .filter(|day| !day.is_empty());
        days.min().unwrap_or_default()
    }
}

/// What the law calls a method, before what OCDS groups it under.
const DETAILS: [(&str, &str); 9] = [
    ("公开招标", "OPEN"),
    ("邀请招标", "INVITED"),
    ("竞争性谈判", "NEGOTIATION"),
    ("竞争性磋商", "CONSULTATION"),
    ("询价", "INQUIRY"),
    ("单一来源", "SINGLE_SOURCE"),
    ("直接", "DIRECT"),
    ("抽签", "LOTTERY"),
    ("框架", "FRAMEWORK"),
];

/// The method by which was bought.
pub(in crate::load::formats) fn method(method: &str, details: &str) -> Option<&'static str> {
    let named = DETAILS
        .iter()
        .find(|(words, _)| details.contains(words) || method.contains(words));
    if let Some((_, method)) = named {
        return Some(method);
    }
    match method {
        "open" => Some("OPEN"),
        "selective" => Some("INVITED"),
        "limited" => Some("NEGOTIATION"),
        "direct" => Some("DIRECT"),
        _ => None,
    }
}
