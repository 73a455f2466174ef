//! Interests of a relationship.

use std::borrow::Cow;

use serde_json::Value;

use crate::load::formats::{
    Context,
    json::{at, list, shown, text},
    made::{Made, Table, date},
};

/// What an interest makes its holder, or why it is left out.
pub(super) fn role(interest: &Value) -> Result<&'static str, String> {
    let kind = text(interest, "type");
    let role = match kind.as_ref() {
        "shareholding" => "SHAREHOLDER",
        "boardMember" | "boardChair" => "DIRECTOR",
        "votingRights"
        | "appointmentOfBoard"
        | "otherInfluenceOrControl"
        | "controlViaCompanyRulesOrArticles"
        | "controlByLegalFramework"
        | "rightsGrantedByContract" => "CONTROLLER",
        other => return Err(format!("relationship.interests.type {other}")),
    };
    let beneficial = at(interest, "beneficialOwnershipOrControl").and_then(Value::as_bool);
    match (text(interest, "directOrIndirect").as_ref(), beneficial) {
        ("indirect", Some(true)) => Ok("CONTROLLER"),
        ("indirect", _) => Err("relationship.interests, indirect".into()),
        _ => Ok(role),
    }
}

/// The share, where it is one number.
pub(super) fn share(interest: &Value) -> Option<Cow<'_, str>> {
    let exact = at(interest, "share.exact").map(shown);
    exact.or_else(|| {
        let least = at(interest, "share.minimum").map(shown)?;
        (at(interest, "share.maximum").map(shown)? == least).then_some(least)
    })
}

/// One row an interest.
pub(super) fn interests(
    table: &'static Table,
    value: &Value,
    details: &Value,
    context: &Context<'_>,
) -> Vec<Made> {
    let (subject, holder) = (text(details, "subject"), text(details, "interestedParty"));
    if subject.is_empty() || holder.is_empty() {
        return Vec::new();
    }
    let closed = match text(value, "recordStatus").as_ref() {
        "closed" => text(value, "statementDate"),
        _ => "".into(),
    };
    let id = text(value, "recordId");
    let row = |(place, interest): (usize, &Value)| {
        let role = role(interest).ok()?;
        let end = match text(interest, "endDate") {
            end if end.is_empty() => closed.clone(),
            end => end,
        };
        let share = share(interest).filter(|_| role == "SHAREHOLDER");
        let row = table
            .row()
            .party("holderKind", "holderId", &holder, context)
            .set("companyId", &subject)
            .set("kind", role)
            .set("share", share.unwrap_or_default())
            .set("from", date(&text(interest, "startDate")))
            .set("to", date(&end))
            .set("sourceRow", format!("{id}-{place}"));
        Some(row)
    };
    list(details, "interests")
        .iter()
        .enumerate()
        .filter_map(row)
        .collect()
}
