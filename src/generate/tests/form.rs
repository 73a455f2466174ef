//! Every cell has the form its column asks for, and every reference leads somewhere.

use super::*;
use crate::model::{
    Interval, Money, PersonId, RegionCode,
    codes::{
        AccountPurpose, AgencyKind, AssetKind, BidStatus, CompanyKind, Decision, EmploymentKind,
        FilingKind, HandlingStep, HouseholdKind, InterestKind, JoinReason, KinshipKind, LandRight,
        Method, OwnerRole, PartyKind, PaymentKind, PaymentStatus, PostKind, PostingKind, PowerKind,
        ResidenceKind, SanctionKind, StageKind, StatusKind, TipClass, TransferKind, WorkdayKind,
    },
    day,
    identity::{AccountNumber, CreditCode, IdNumber, Phone},
    kin::{Nature, Sex},
    region::Level,
};

/// The table that a column refers to, given its row.
fn referred(column: &str, row: &Row) -> Option<&'static str> {
    let party = |kind: &str| match &*row[kind] {
        "PERSON" => "persons",
        "HOUSEHOLD" => "households",
        "COMPANY" => "companies",
        _ => "agencies",
    };
    Some(match column {
        "personId" | "fromId" | "toId" => "persons",
        "postId" => "posts",
        "householdId" | "splitFromId" => "households",
        "companyId" => "companies",
        "parentId" if row.contains_key("kind") => "agencies",
        "agencyId" | "payerId" => "agencies",
        "accountId" => "accounts",
        "programmeId" => "programmes",
        "correctsId" => "payments",
        "officialId" | "relativeId" => "persons",
        "fromAgencyId" | "toAgencyId" | "buyerId" => "agencies",
        "fromAccountId" | "toAccountId" | "payerAccountId" => "accounts",
        "applicationId" => "applications",
        "payoutId" => "payouts",
        "plotId" => "plots",
        "projectId" => "projects",
        "tenderId" => "tenders",
        "contractId" => "contracts",
        "parentId" => "allocations",
        "excludes" => "programmes",
        "subjectId" => party("subjectKind"),
        "applicantId" => party("applicantKind"),
        "bidderId" => party("bidderKind"),
        "supplierId" => party("supplierKind"),
        "performerId" => party("performerKind"),
        "targetId" => party("targetKind"),
        "regionCode" => "regions",
        "holderId" => party("holderKind"),
        "ownerId" => party("ownerKind"),
        "payeeId" => party("payeeKind"),
        _ => return None,
    })
}

#[test]
fn every_reference_leads_somewhere() {
    for (_, files) in several() {
        let labels = files
            .tables
            .iter()
            .filter(|(_, rows)| rows.first().is_some_and(|row| row.contains_key("id")));
        let ids: HashMap<&str, BTreeSet<&str>> = labels
            .map(|(table, _)| (*table, files.ids(table)))
            .collect();
        assert!(ids.len() >= 18, "{}", ids.len());
        for (table, rows) in &files.tables {
            assert!(
                ids.get(table).is_none_or(|ids| ids.len() == rows.len()),
                "{table}"
            );
            for row in rows {
                for (column, cell) in row.iter().filter(|(_, cell)| !cell.is_empty()) {
                    let leads = referred(column, row).is_none_or(|to| ids[to].contains(&**cell));
                    assert!(leads, "{column} of {table} {row:?}");
                }
            }
        }
        let officials: BTreeSet<&str> = files.summary.officials.iter().map(|id| &**id).collect();
        let holders = files.tables["tenures"]
            .iter()
            .map(|row| &*row["personId"])
            .collect();
        assert_eq!(officials, holders);
    }
}

/// Whether a cell that is not empty can be read as its column wants.
fn reads(table: &str, column: &str, cell: &str) -> bool {
    fn word<T: serde::de::DeserializeOwned>(cell: &str) -> bool {
        serde_json::from_value::<T>(cell.into()).is_ok()
    }
    match (table, column) {
        (_, "regionCode") | ("regions", "id") => cell.parse::<RegionCode>().is_ok(),
        (_, "id") => cell.parse::<PersonId>().is_ok(),
        (_, "from" | "to" | "on") => day::day(cell).is_ok(),
        (_, column) if column.ends_with("On") => day::day(cell).is_ok(),
        (_, "fromId" | "toId") => cell.parse::<PersonId>().is_ok(),
        (
            _,
            "holderKind" | "ownerKind" | "payeeKind" | "applicantKind" | "bidderKind"
            | "supplierKind" | "subjectKind" | "targetKind",
        ) => word::<PartyKind>(cell),
        (_, "rate" | "cap" | "price" | "unitPrice" | "budget" | "estimate" | "value") => {
            cell.parse::<Money>().is_ok_and(|amount| amount.fen() > 0)
        }
        (_, "method" | "approvedMethod" | "executedMethod") => word::<Method>(cell),
        (_, "stage") => word::<StageKind>(cell),
        (_, "right") => word::<LandRight>(cell),
        (_, "power") => word::<PowerKind>(cell),
        (_, "step") => word::<HandlingStep>(cell),
        (_, "decision") => word::<Decision>(cell),
        (_, "class") => word::<TipClass>(cell),
        (_, "role") if table == "accountOwners" => word::<OwnerRole>(cell),
        ("bids", "status") => word::<BidStatus>(cell),
        ("assets", "kind") => word::<AssetKind>(cell),
        ("statuses", "kind") => word::<StatusKind>(cell),
        ("employments", "kind") => word::<EmploymentKind>(cell),
        ("residences", "kind") => word::<ResidenceKind>(cell),
        ("sanctions", "kind") => word::<SanctionKind>(cell),
        ("filings", "kind") => word::<FilingKind>(cell),
        ("transfers", "kind") => word::<TransferKind>(cell),
        ("postings", "kind") => word::<PostingKind>(cell),
        ("workdays", "kind") => word::<WorkdayKind>(cell),
        (_, "at") => chrono::DateTime::parse_from_rfc3339(cell).is_ok(),
        (_, "period") => Interval::period(cell).is_ok(),
        (_, "amount") => cell.parse::<Money>().is_ok_and(|amount| amount.fen() > 0),
        (_, "share") => cell
            .parse::<f64>()
            .is_ok_and(|share| (0.0..=100.0).contains(&share)),
        (_, "head") => cell.parse::<bool>().is_ok(),
        (_, "sex") => word::<Sex>(cell),
        (_, "nature") => word::<Nature>(cell),
        (_, "level") => word::<Level>(cell),
        (_, "joinReason") => word::<JoinReason>(cell),
        ("accounts", "purpose") => word::<AccountPurpose>(cell),
        ("payments", "status") => word::<PaymentStatus>(cell),
        ("agencies", "kind") => word::<AgencyKind>(cell),
        ("posts", "kind") => word::<PostKind>(cell),
        ("kinships", "kind") => word::<KinshipKind>(cell),
        ("households", "kind") => word::<HouseholdKind>(cell),
        ("companies", "kind") => word::<CompanyKind>(cell),
        ("interests", "kind") => word::<InterestKind>(cell),
        ("payments", "kind") => word::<PaymentKind>(cell),
        (_, "phone") => cell.parse::<Phone>().is_ok(),
        _ => !cell.contains(char::is_control),
    }
}

#[test]
fn every_cell_reads_as_its_column_wants() {
    for (_, files) in several() {
        for (table, rows) in &files.tables {
            for (column, cell) in rows.iter().flatten().filter(|(_, cell)| !cell.is_empty()) {
                assert!(reads(table, column, cell), "{column} of {table}: {cell}");
            }
            for row in rows.iter().filter(|row| {
                row.contains_key("to") && !row["to"].is_empty() && !row["from"].is_empty()
            }) {
                assert!(row["from"] <= row["to"], "{table} {row:?}");
            }
        }
    }
}

#[test]
fn numbers_have_right_check_digits_and_belong_to_nobody() {
    for (_, files) in several() {
        let mut numbers = BTreeSet::new();
        for person in &files.tables["persons"] {
            let born = day::day(&person["bornOn"]).unwrap();
            if !person["idNumber"].is_empty() {
                let number: IdNumber = person["idNumber"].parse().unwrap();
                let text = number.as_str();
                assert!(!number.is_suspicious() && text.starts_with("99"), "{text}");
                assert_eq!(text[6..14], born.format("%Y%m%d").to_string());
                let odd = text.as_bytes()[16] % 2 == 1;
                assert_eq!(odd, person["sex"] == "MALE", "{person:?}");
                assert!(numbers.insert(text.to_owned()), "{text} twice");
            }
            assert!(person["phone"].is_empty() || person["phone"].starts_with("1990"));
        }
        for company in &files.tables["companies"] {
            let code: CreditCode = company["creditCode"].parse().unwrap();
            assert!(!code.is_suspicious(), "{company:?}");
            assert_eq!(&code.as_str()[2..4], "99");
        }
        for account in &files.tables["accounts"] {
            let number: AccountNumber = account["number"].parse().unwrap();
            assert!(number.as_str().len() == 19 && number.as_str().starts_with("9999"));
            let doubled = |place: usize, digit: u32| [digit, digit * 2 % 10 + digit / 5][place % 2];
            let digits = number
                .as_str()
                .chars()
                .rev()
                .map(|c| c.to_digit(10).unwrap());
            let sum: u32 = digits
                .enumerate()
                .map(|(place, digit)| doubled(place, digit))
                .sum();
            assert_eq!(sum % 10, 0, "{account:?}");
            assert!(numbers.insert(number.as_str().to_owned()));
        }
    }
    // The published examples of GB 11643 and GB 32100.
    let born = calendar::day(1949, 12, 31);
    assert_eq!(numbers::id_number("110105", born, 2), "11010519491231002X");
    assert_eq!(
        numbers::credit_code("91", "350100", "M000100Y"),
        "91350100M000100Y43"
    );
}
