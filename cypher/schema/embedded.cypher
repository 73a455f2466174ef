// Constraints and indexes of the embedded engine. Each statement may be run again and ends with a
// semicolon.

// Every node is found by its id.
CREATE CONSTRAINT region_id IF NOT EXISTS FOR (n:Region) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT agency_id IF NOT EXISTS FOR (n:Agency) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT post_id IF NOT EXISTS FOR (n:Post) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT household_id IF NOT EXISTS FOR (n:Household) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT company_id IF NOT EXISTS FOR (n:Company) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT account_id IF NOT EXISTS FOR (n:Account) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT programme_id IF NOT EXISTS FOR (n:Programme) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT payment_id IF NOT EXISTS FOR (n:Payment) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT power_id IF NOT EXISTS FOR (n:Power) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT residence_id IF NOT EXISTS FOR (n:Residence) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT status_id IF NOT EXISTS FOR (n:Status) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT sanction_id IF NOT EXISTS FOR (n:Sanction) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT filing_id IF NOT EXISTS FOR (n:Filing) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT listing_id IF NOT EXISTS FOR (n:Listing) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT rate_id IF NOT EXISTS FOR (n:Rate) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT application_id IF NOT EXISTS FOR (n:Application) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT allocation_id IF NOT EXISTS FOR (n:Allocation) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT payout_id IF NOT EXISTS FOR (n:Payout) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT plot_id IF NOT EXISTS FOR (n:Plot) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT asset_id IF NOT EXISTS FOR (n:Asset) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT project_id IF NOT EXISTS FOR (n:Project) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT stage_id IF NOT EXISTS FOR (n:Stage) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT tender_id IF NOT EXISTS FOR (n:Tender) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT bid_id IF NOT EXISTS FOR (n:Bid) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT contract_id IF NOT EXISTS FOR (n:Contract) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT contract_item_id IF NOT EXISTS FOR (n:ContractItem) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT payment_term_id IF NOT EXISTS FOR (n:PaymentTerm) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT amendment_id IF NOT EXISTS FOR (n:Amendment) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT limit_id IF NOT EXISTS FOR (n:PhysicalLimit) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT workday_id IF NOT EXISTS FOR (n:Workday) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT public_posting_id IF NOT EXISTS FOR (n:PublicPosting) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT tip_id IF NOT EXISTS FOR (n:Tip) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT coverage_id IF NOT EXISTS FOR (n:Coverage) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT address_id IF NOT EXISTS FOR (n:Address) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT phone_id IF NOT EXISTS FOR (n:Phone) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT version_id IF NOT EXISTS FOR (n:Version) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT search_key_id IF NOT EXISTS FOR (n:SearchKey) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT load_batch_id IF NOT EXISTS FOR (n:LoadBatch) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT finding_id IF NOT EXISTS FOR (n:Finding) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT payment_sum_id IF NOT EXISTS FOR (n:PaymentSum) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT saved_question_id IF NOT EXISTS FOR (n:SavedQuestion) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT alert_id IF NOT EXISTS FOR (n:Alert) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT alert_clock_id IF NOT EXISTS FOR (n:AlertClock) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT alert_event_id IF NOT EXISTS FOR (n:AlertEvent) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT alert_count_id IF NOT EXISTS FOR (n:AlertCount) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT rule_run_id IF NOT EXISTS FOR (n:RuleRun) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT lease_id IF NOT EXISTS FOR (n:Lease) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT schema_id IF NOT EXISTS FOR (n:Schema) REQUIRE n.id IS UNIQUE;

// The posts of a region.
CREATE INDEX post_region IF NOT EXISTS FOR (n:Post) ON (n.regionCode);
// The companies, payments and projects of a region.
CREATE INDEX company_region IF NOT EXISTS FOR (n:Company) ON (n.regionCode);
CREATE INDEX payment_region IF NOT EXISTS FOR (n:Payment) ON (n.regionCode);
CREATE INDEX project_region IF NOT EXISTS FOR (n:Project) ON (n.regionCode);

// What people look someone up by.
CREATE INDEX person_id_number IF NOT EXISTS FOR (n:Person) ON (n.idNumber);
CREATE INDEX person_phone IF NOT EXISTS FOR (n:Person) ON (n.phone);
CREATE INDEX company_credit_code IF NOT EXISTS FOR (n:Company) ON (n.creditCode);
CREATE INDEX company_phone IF NOT EXISTS FOR (n:Company) ON (n.phone);
CREATE INDEX account_number IF NOT EXISTS FOR (n:Account) ON (n.number);
// Links that their source numbers, whatever they join.
CREATE INDEX transfer_id IF NOT EXISTS FOR ()-[link:TRANSFER]-() ON (link.id);
// What a version is of.
CREATE INDEX version_of IF NOT EXISTS FOR (n:Version) ON (n.of);
// The findings of a batch.
CREATE INDEX finding_batch IF NOT EXISTS FOR (n:Finding) ON (n.batch);
// The sums of payments on a sheet.
CREATE INDEX payment_sum_sheet IF NOT EXISTS FOR (n:PaymentSum) ON (n.sheet);

// The alerts on someone or something, of a rule, and of a region.
CREATE INDEX alert_subject IF NOT EXISTS FOR (n:Alert) ON (n.subjectId);
CREATE INDEX alert_rule IF NOT EXISTS FOR (n:Alert) ON (n.rule);
CREATE INDEX alert_region IF NOT EXISTS FOR (n:Alert) ON (n.regionCode);
// Alerts by the numbers in which they were raised.
CREATE INDEX alert_seq IF NOT EXISTS FOR (n:Alert) ON (n.seq);
// What people did about an alert.
CREATE INDEX alert_event_alert IF NOT EXISTS FOR (n:AlertEvent) ON (n.alert);
// The runs of a rule.
CREATE INDEX rule_run_rule IF NOT EXISTS FOR (n:RuleRun) ON (n.rule);

CREATE INDEX search_key_initial IF NOT EXISTS FOR (n:SearchKey) ON (n.initial);

// Lists by the month of payment: this engine's indexes serve equality only.
CREATE INDEX payment_month IF NOT EXISTS FOR (n:Payment) ON (n.month);
