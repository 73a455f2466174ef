//! Rows that are refused, and rows that are doubted.

use super::*;

#[tokio::test]
async fn each_fault_has_its_code() {
    let cases: [(&str, &str, &str, Fault); 31] = [
        (
            "persons",
            "id,name,regionCode\n,x,99\n",
            "id",
            Fault::MissingValue,
        ),
        (
            "persons",
            "id,name,regionCode\nx,,99\n",
            "name",
            Fault::MissingValue,
        ),
        (
            "persons",
            "id,name,regionCode\n x,x,99\n",
            "id",
            Fault::BadId,
        ),
        (
            "persons",
            "id,name,regionCode\n11010519491231002X,x,99\n",
            "id",
            Fault::SensitiveId,
        ),
        (
            "persons",
            "id,name,regionCode\nx,x,990\n",
            "regionCode",
            Fault::BadRegion,
        ),
        (
            "persons",
            "id,name,regionCode,bornOn\nx,x,99,2023-02-29\n",
            "bornOn",
            Fault::BadDate,
        ),
        (
            "persons",
            "id,name,regionCode,bornOn\nx,x,99,1899-01-01\n",
            "bornOn",
            Fault::BadDate,
        ),
        (
            "persons",
            "id,name,regionCode,bornOn,diedOn\nx,x,99,2000-01-02,2000-01-01\n",
            "diedOn",
            Fault::ReversedInterval,
        ),
        (
            "persons",
            "id,name,regionCode,sex\nx,x,99,M\n",
            "sex",
            Fault::UnknownCode,
        ),
        (
            "persons",
            "id,name,regionCode,birthOrder\nx,x,99,-1\n",
            "birthOrder",
            Fault::BadNumber,
        ),
        (
            "persons",
            "id,name,regionCode,idNumber\nx,x,99,123\n",
            "idNumber",
            Fault::BadIdentity,
        ),
        (
            "persons",
            "id,name,regionCode\nx,\"a\nb\",99\n",
            "name",
            Fault::BadText,
        ),
        ("persons", "id,name,regionCode\nx,x\n", "", Fault::BadRow),
        (
            "regions",
            "id,name,level\n9902,x,COUNTY\n",
            "level",
            Fault::BadRegion,
        ),
        (
            "agencies",
            "id,name,regionCode,parentId\nx,x,99,x\n",
            "parentId",
            Fault::SelfLink,
        ),
        (
            "agencies",
            "id,name,regionCode,parentId\nx,x,99,nobody\n",
            "parentId",
            Fault::DanglingReference,
        ),
        (
            "posts",
            "id,title,kind,regionCode\nx,x,KING,99\n",
            "kind",
            Fault::UnknownCode,
        ),
        (
            "tenures",
            "personId,postId\na,nothing\n",
            "postId",
            Fault::DanglingReference,
        ),
        (
            "kinships",
            "fromId,kind,toId\na,PARENT_OF,a\n",
            "toId",
            Fault::SelfLink,
        ),
        (
            "kinships",
            "fromId,kind,toId,from,to\na,SPOUSE_OF,b,2020,2019\n",
            "to",
            Fault::ReversedInterval,
        ),
        (
            "households",
            "id,regionCode,splitFromId\nx,99,y\n",
            "splitFromId",
            Fault::DanglingReference,
        ),
        (
            "memberships",
            "personId,householdId,relationToHead\na,h,儿子\n",
            "relationToHead",
            Fault::UnknownCode,
        ),
        (
            "interests",
            "holderKind,holderId,companyId,kind,share\nPERSON,a,co,SHAREHOLDER,100.1\n",
            "share",
            Fault::BadShare,
        ),
        (
            "interests",
            "holderKind,holderId,companyId,kind\nHOUSEHOLD,h,co,SHAREHOLDER\n",
            "holderKind",
            Fault::UnknownCode,
        ),
        (
            "interests",
            "holderKind,holderId,companyId,kind\nCOMPANY,co,co,SHAREHOLDER\n",
            "companyId",
            Fault::SelfLink,
        ),
        (
            "accounts",
            "id,ownerKind,ownerId\nx,,a\n",
            "ownerKind",
            Fault::MissingValue,
        ),
        (
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn\nx,g,PERSON,a,-1,2024-01-01\n",
            "amount",
            Fault::NegativeAmount,
        ),
        (
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn\nx,g,PERSON,a,1.234,2024-01-01\n",
            "amount",
            Fault::BadAmount,
        ),
        (
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn\nx,g,PERSON,a,1,2024-01\n",
            "paidOn",
            Fault::BadDate,
        ),
        (
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn\nx,g,HOUSEHOLD,a,1,2024-01-01\n",
            "payeeId",
            Fault::DanglingReference,
        ),
        (
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn,correctsId\nx,g,PERSON,a,1,2024-01-01,x\n",
            "correctsId",
            Fault::SelfLink,
        ),
    ];
    let engine = engines::embedded().await;
    let backend = engine.backend();
    loaded(backend, &village()).await;
    let before = everything(backend).await;
    for (table, rows, column, fault) in cases {
        let report = loaded(backend, &Tables::default().with(table, rows)).await;
        let file = format!("{table}.csv");
        assert_eq!(
            codes(&report),
            [(file.as_str(), 2, column, fault)],
            "{rows}"
        );
    }
    assert!(
        everything(backend).await == before,
        "a rejected row left something"
    );
}

#[tokio::test]
async fn contradicting_rows_are_both_refused_and_repeated_ones_count_as_unchanged() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let persons = "id,name,regionCode\n\
                       a,甲,99\nb,乙,99\nb,乙乙,99\nc,丙,99\na,甲,99\nd,丁,99\nd,丁,9\na,甲, 99 \n";
        let kinships = "fromId,kind,toId,nature,from\n\
                        c,SPOUSE_OF,a,,2001-01-01\na,SPOUSE_OF,c,,2001-01-01\n\
                        a,PARENT_OF,c,BLOOD,\na,PARENT_OF,c,STEP,\n";
        let files = Tables::default()
            .with("persons", persons)
            .with("kinships", kinships);
        let report = loaded(backend, &files).await;
        let counts: Vec<_> = report
            .files
            .iter()
            .map(|file| {
                (
                    file.counts.loaded,
                    file.counts.unchanged,
                    file.counts.rejected,
                )
            })
            .collect();
        assert_eq!(counts, [(2, 2, 4), (1, 1, 2)], "{report}");
        let lines: Vec<_> = report
            .rejects
            .iter()
            .map(|reject| (reject.file.as_str(), reject.line, reject.code))
            .collect();
        let twice = Fault::ContradictoryDuplicate;
        for expected in [
            ("persons.csv", 3, twice),
            ("persons.csv", 4, twice),
            ("persons.csv", 7, twice),
            ("persons.csv", 8, Fault::BadRegion),
            ("kinships.csv", 4, twice),
            ("kinships.csv", 5, twice),
        ] {
            assert!(lines.contains(&expected), "{expected:?} in {lines:?}");
        }
        let again = loaded(backend, &files).await;
        assert_eq!(
            (again.total().loaded, again.total().rejected),
            (0, 6),
            "{again}"
        );
    }
}

#[tokio::test]
async fn doubtful_rows_are_loaded_with_a_warning() {
    let engine = engines::embedded().await;
    let backend = engine.backend();
    let files = Tables::default()
        .with(
            "persons",
            "id,name,bornOn,idNumber,regionCode,hobby\n\
             a,甲,1990-01-01,110105194912310021,99,x\nb,乙,1980-01-01,,99,\n",
        )
        .with("kinships", "fromId,kind,toId,from\na,PARENT_OF,b,2001\n")
        .with_bytes("people.csv", b"id\n")
        .with_bytes("README.md", b"#\n");
    let report = sound(backend, &files).await;
    let found: Vec<_> = report
        .warnings
        .iter()
        .map(|warning| {
            (
                warning.file.as_str(),
                warning.line,
                warning.column.as_str(),
                warning.code.as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("people.csv", None, "", "UNKNOWN_FILE"),
            ("persons.csv", None, "hobby", "UNKNOWN_COLUMN"),
            ("persons.csv", Some(2), "idNumber", "WRONG_CHECK_DIGIT"),
            ("kinships.csv", Some(2), "from", "IGNORED_VALUE"),
            ("kinships.csv", Some(2), "toId", "CHILD_NOT_YOUNGER"),
        ]
    );
    assert_eq!(report.warned(), 5);
}
