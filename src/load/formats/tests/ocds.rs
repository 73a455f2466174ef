//! OCDS.

use super::{SETTINGS, ignored, rows};
use crate::load::read::files::MadeUp;

pub(super) fn ocds() -> MadeUp {
    let one = serde_json::json!({
        "ocid": "ocds-x-1", "id": "r", "date": "2021-06-01T00:00:00Z", "tag": ["compiled"],
        "parties": [
            {"id": "B", "name": "水利局", "roles": ["buyer"], "address": {"region": "500111"}},
            {"id": "S1", "name": "甲公司", "roles": ["tenderer", "supplier"], "identifier": {"scheme": "X", "id": "91350100M000100Y43"}, "contactPoint": {"telephone": "023-1234567"}},
            {"id": "S2", "name": "乙公司", "roles": ["tenderer", "supplier"]},
        ],
        "buyer": {"id": "B", "name": "水利局"},
        "planning": {"budget": {"projectID": "P1", "project": "水渠", "amount": {"amount": 1000, "currency": "CNY"}}, "rationale": "x"},
        "tender": {
            "id": "t", "status": "complete", "procurementMethod": "limited", "procurementMethodDetails": "竞争性磋商",
            "mainProcurementCategory": "works",
            "tenderPeriod": {"startDate": "2021-01-01T00:00:00Z", "endDate": "2021-01-31T17:30:00Z"},
            "lots": [{"id": "1", "value": {"amount": 600.5, "currency": "CNY"}}, {"id": "2"}],
        },
        "bids": {"details": [
            {"id": "b1", "status": "valid", "date": "2021-01-20", "tenderers": [{"id": "S1"}], "value": {"amount": 590, "currency": "CNY"}, "relatedLots": ["1"]},
            {"id": "b2", "status": "disqualified", "tenderers": [{"id": "S2"}], "relatedLots": ["1"]},
            {"id": "b3", "status": "valid", "tenderers": [{"id": "S2"}]},
        ]},
        "awards": [
            {"id": "a1", "status": "active", "date": "2021-02-10T09:00:00+08:00", "suppliers": [{"id": "S1"}, {"id": "S2"}], "value": {"amount": 590, "currency": "CNY"}, "relatedLots": ["1"]},
            {"id": "a2", "status": "unsuccessful"},
        ],
        "contracts": [{
            "id": "c1", "awardID": "a1", "dateSigned": "2021-02-20", "value": {"amount": 620, "currency": "CNY"},
            "items": [
                {"id": "i", "description": "水泥", "quantity": 3, "unit": {"name": "吨", "value": {"amount": 400, "currency": "CNY"}}},
                {"id": "j", "description": "沙"},
            ],
            "amendments": [
                {"id": "m2", "date": "2021-05-01", "rationale": "加固", "changes": [{"property": "period.endDate", "former_value": "x"}]},
                {"id": "m0", "date": "2021-03-15"},
                {"id": "m1", "date": "2021-04-01", "changes": [{"property": "value.amount", "former_value": 590}]},
            ],
            "implementation": {"transactions": [{"id": "x1", "date": "2021-03-01", "value": {"amount": 100, "currency": "CNY"}, "payer": {"id": "B"}, "payee": {"id": "S1"}}]},
        }],
    });
    let mut two = serde_json::json!({
        "ocid": "ocds-x-2", "id": "r", "date": "2020-06-01T00:00:00Z",
        "parties": [{"id": "S1", "name": "旧名", "roles": ["supplier"]}],
        "tender": {"id": "t", "procurementMethod": "open", "value": {"amount": 5, "currency": "EUR"}, "tenderers": [{"id": "S1", "name": "旧名"}]},
    });
    two["tender"]["status"] = "active".into();
    MadeUp::default()
        .with("mapping.toml", SETTINGS)
        .with("releases.jsonl", format!("{one}\n{two}\n"))
}

#[test]
fn ocds_releases_become_rows() {
    let files = ocds();
    for (table, expected) in [
        ("agencies", &["id=B name=水利局 regionCode=500111"][..]),
        (
            "companies",
            &[
                "id=S1 name=甲公司 creditCode=91350100M000100Y43 phone=023-1234567 regionCode=500111",
                "id=S2 name=乙公司 regionCode=500111",
            ],
        ),
        (
            "projects",
            &["id=P1 name=水渠 budget=1000 agencyId=B regionCode=500111"],
        ),
        (
            "tenders",
            &[
                "id=ocds-x-1-1 projectId=P1 buyerId=B method=CONSULTATION category=works estimate=600.5 noticeOn=2021-01-01 bidsDueOn=2021-02-01 result=complete",
                "id=ocds-x-1-2 projectId=P1 buyerId=B method=CONSULTATION category=works noticeOn=2021-01-01 bidsDueOn=2021-02-01 result=complete",
                "id=ocds-x-2 method=OPEN estimate=5 EUR result=active !estimate BAD_AMOUNT",
            ],
        ),
        (
            "bids",
            &[
                "tenderId=ocds-x-1-1 bidderKind=COMPANY bidderId=S1 price=590 status=WON submittedOn=2021-01-20",
                "tenderId=ocds-x-1-1 bidderKind=COMPANY bidderId=S2 status=REJECTED",
                "tenderId=b3 !tenderId MISSING_VALUE",
                "tenderId=ocds-x-2 bidderKind=COMPANY bidderId=S1 status=VALID",
            ],
        ),
        (
            "contracts",
            &[
                "id=ocds-x-1-c1 tenderId=ocds-x-1-1 projectId=P1 buyerId=B method=CONSULTATION category=works supplierKind=COMPANY supplierId=S1 amount=620 awardedOn=2021-02-10 signedOn=2021-02-20",
            ],
        ),
        (
            "contractParties",
            &["contractId=ocds-x-1-c1 partyKind=COMPANY partyId=S2 role=CONSORTIUM"],
        ),
        (
            "contractItems",
            &["contractId=ocds-x-1-c1 item=水泥 unit=吨 quantity=3 unitPrice=400"],
        ),
        (
            "amendments",
            &[
                "id=ocds-x-1-c1-m0 contractId=ocds-x-1-c1 signedOn=2021-03-15 !amountChange MISSING_VALUE",
                "id=ocds-x-1-c1-m1 contractId=ocds-x-1-c1 amountChange=30 signedOn=2021-04-01",
                "id=ocds-x-1-c1-m2 contractId=ocds-x-1-c1 amountChange=0 signedOn=2021-05-01 reason=加固",
            ],
        ),
        (
            "payments",
            &[
                "id=ocds-x-1-x1 payerId=B payeeKind=COMPANY payeeId=S1 amount=100 paidOn=2021-03-01 contractId=ocds-x-1-c1",
            ],
        ),
    ] {
        assert_eq!(rows(&files, table), expected, "{table}");
    }
    let ignored = ignored(&files);
    for (path, count) in [
        ("awards without a contract", 1),
        ("contracts.items without unit or unit price", 1),
        ("planning.rationale", 1),
        ("parties.identifier.scheme", 1),
        ("tag", 1),
    ] {
        assert_eq!(ignored.get(path), Some(&count), "{path} in {ignored:?}");
    }
}
