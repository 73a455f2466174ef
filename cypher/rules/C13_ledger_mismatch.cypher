// id = "C13"
// title = "Ledger mismatch"
// title_zh = "台账与银行、合同不符"
// subject = "Payment"
// severity = "HIGH"
// localities = ["P7"]
// legalBasis = ["Accounting Law (2024), art. 17", "Regulations on Penalties for Fiscal Violations (2011), art. 6"]
// why = "List, bank, contract and acceptance tell of the same money; where they differ, some of it went elsewhere or was never due."
// exceptions = ["what came back and was sent again", "rounding", "supplements approved by then", "contracts of which some item is not accepted yet", "less than was accepted, before the retention is paid"]
// needs = ["Payout.bankFen", "ContractItem.acceptedQuantity", "data:PAYMENTS", "data:CONTRACTS"]
// candidates = "p.creditedFen < p.amountFen OR EXISTS { (p)-[:FOR]->(:Contract) } OR EXISTS { MATCH (p)-[:PART_OF]->(o:Payout) WHERE o.bankFen IS NOT NULL AND NOT EXISTS { MATCH (o)<-[:PART_OF]-(q:Payment) WHERE q.id > p.id AND coalesce(q.status, 'PAID') = 'PAID' } }"
// measure = "MONEY"
// explain = "{name} of {listed} ({faults}): {credited} credited; bank total {bank} against {ledger} in the payments; {paid} paid under {contract} against {accepted} accepted; {quantity} at {price} where {least} to {most} is possible."
// explain_zh = "{name}（{listed}元，{faults}）：到账{credited}元；银行合计{bank}元，台账净额{ledger}元；合同{contract}累计支付{paid}元，验收金额{accepted}元；数量{quantity}、单价{price}元，合理范围{least}至{most}。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// faults = ["CREDITED_LESS", "BANK_TOTAL", "ABOVE_ACCEPTED", "BELOW_ACCEPTED", "QUANTITY_LIMIT", "PRICE_LIMIT"]
// listed = "MONEY"
// credited = "MONEY"
// bank = "MONEY"
// ledger = "MONEY"
// contract = "CONTRACT"
// paid = "MONEY"
// accepted = "MONEY"
// quantity = "NUMBER"
// price = "MONEY"
// least = "NUMBER"
// most = "NUMBER"
// [params]
// roundingFen = 100              # fen by which a sum of items may differ by rounding
// [touched]
// Payment = "MATCH (y:Payment) WHERE y.id IN $changed MATCH (y)-[:CORRECTS*0..1]->(z:Payment) MATCH (z)-[:PART_OF|FOR*0..1]->()<-[:PART_OF|FOR*0..1]-(p:Payment) RETURN DISTINCT p.id AS subjectId"
// Payout = "UNWIND $changed AS id MATCH (o:Payout {id: id})<-[:PART_OF]-(p:Payment) RETURN p.id AS subjectId"
// Contract = "UNWIND $changed AS id MATCH (c:Contract {id: id})<-[:FOR]-(p:Payment) RETURN p.id AS subjectId"
// ContractItem = "UNWIND $changed AS id MATCH (:ContractItem {id: id})-[:OF]->(:Contract)<-[:FOR]-(p:Payment) RETURN DISTINCT p.id AS subjectId"
// Amendment = "UNWIND $changed AS id MATCH (:Amendment {id: id})-[:AMENDS]->(:Contract)<-[:FOR]-(p:Payment) RETURN DISTINCT p.id AS subjectId"
// PhysicalLimit = "UNWIND $changed AS id MATCH (l:PhysicalLimit {id: id}) MATCH (i:ContractItem {item: l.item})-[:OF]->(:Contract)<-[:FOR]-(p:Payment) RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (payment:Payment {id: subjectId})
WHERE coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn <= date($asOf)
WITH subjectId, payment, payment.paidOn AS day, reduce(fen = payment.amountFen, back IN [(payment)<-[:CORRECTS]-(row:Payment)
  WHERE row.status IN ['RETURNED', 'REVERSED'] AND row.paidOn <= date($asOf) | row.amountFen] | fen - back) AS listed
CALL (subjectId, payment, day, listed) {
  WITH listed, payment.creditedFen AS credited WHERE credited < listed
  RETURN ['CREDITED_LESS'] AS faults, listed - credited AS gap, {credited: credited} AS known, [] AS proof
  UNION ALL
  // Where the bank's total of a payout differs, it shows at payments credited less; where none was, the last of them stands for all.
  MATCH (payment)-[:PART_OF]->(payout:Payout)
  WHERE payout.bankFen IS NOT NULL AND coalesce(payout.bankOn <= date($asOf), true)
  CALL (payout) {
    MATCH (payout)<-[:PART_OF]-(row:Payment)
    WHERE coalesce(row.status, 'PAID') = 'PAID' AND row.paidOn <= date($asOf)
    RETURN sum(row.amountFen) AS paid, max(row.id) AS lastId, collect(CASE WHEN row.creditedFen < row.amountFen THEN row.id END) AS less
  }
  WITH payout, paid WHERE subjectId IN less OR less = [] AND subjectId = lastId
  WITH payout.id AS id, payout.bankFen AS bank, payout.bankFen - coalesce(payout.returnedFen, 0) AS kept, reduce(fen = paid,
    back IN [(payout)<-[:PART_OF]-(:Payment)<-[:CORRECTS]-(row:Payment) WHERE row.status IN ['RETURNED', 'REVERSED'] AND row.paidOn <= date($asOf)
      | row.amountFen] | fen - back) AS ledger
  WHERE bank <> ledger AND kept <> ledger
  RETURN ['BANK_TOTAL'] AS faults, abs(kept - ledger) AS gap, {bank: kept, ledger: ledger} AS known, [{kind: 'Payout', id: id}] AS proof
  UNION ALL
  // Once all items are accepted: the payment that goes beyond them, or the retention that ends below.
  MATCH (payment)-[:FOR]->(contract:Contract)
  CALL (contract) {
    MATCH (contract)<-[:OF]-(item:ContractItem)
    WITH item.id AS id, CASE WHEN coalesce(item.acceptedOn <= date($asOf), true) THEN item.acceptedQuantity * item.unitPriceFen END AS fen ORDER BY id
    RETURN sum(fen) AS value, min(CASE WHEN fen IS NULL THEN 0 ELSE 1 END) AS whole, collect({kind: 'ContractItem', id: id}) AS items
  }
  WITH subjectId, payment, day, listed, contract, CASE WHEN value < 9e15 THEN value ELSE 9e15 END AS value, items,
    reduce(sum = 0, fen IN [(contract)<-[:AMENDS]-(row:Amendment) WHERE row.approvedOn <= date($asOf) | row.amountChangeFen] | sum + fen) AS changed
  WHERE whole = 1 AND listed > 0
  CALL (subjectId, contract, day) {
    MATCH (contract)<-[:FOR]-(row:Payment)
    WHERE coalesce(row.status, 'PAID') = 'PAID' AND row.paidOn <= date($asOf)
    WITH row.id AS id, row.paidOn AS paidOn, reduce(fen = row.amountFen, back IN [(row)<-[:CORRECTS]-(other:Payment)
      WHERE other.status IN ['RETURNED', 'REVERSED'] AND other.paidOn <= date($asOf) | other.amountFen] | fen - back) AS fen
    WITH id, fen, paidOn < day OR paidOn = day AND id <= subjectId AS before ORDER BY paidOn, id WHERE fen > 0
    RETURN sum(CASE WHEN before THEN fen ELSE 0 END) AS paid, sum(fen) AS total, collect(CASE WHEN before THEN {kind: 'Payment', id: id} END) AS payments
  }
  WITH payment, listed, contract.id AS id, value, items, payments, paid, total, value + $roundingFen + CASE WHEN changed > 0 THEN changed ELSE 0 END AS most,
    value - $roundingFen + CASE WHEN changed < 0 THEN changed ELSE 0 END AS least
  WITH id, value, items, payments, paid, CASE WHEN paid > most AND paid - listed <= most THEN ['ABOVE_ACCEPTED']
    WHEN paid < least AND paid = total AND payment.kind = 'RETENTION' THEN ['BELOW_ACCEPTED'] END AS faults
  WHERE faults IS NOT NULL
  RETURN faults, duration({seconds: round(abs(paid - value))}).seconds AS gap,
    {contract: id, paid: paid, accepted: duration({seconds: round(value)}).seconds} AS known,
    [{kind: 'Contract', id: id}] + items[..50] + payments[..50] AS proof
  UNION ALL
  // A quantity or a price that cannot be is told of at the first payment of the contract.
  MATCH (payment)-[:FOR]->(contract:Contract)<-[:OF]-(item:ContractItem)
  WHERE NOT EXISTS { MATCH (contract)<-[:FOR]-(row:Payment) WHERE row.id < payment.id AND coalesce(row.status, 'PAID') = 'PAID' }
  MATCH (bound:PhysicalLimit {item: item.item})
  WITH contract.id AS id, item.id AS itemId, item.unitPriceFen AS price, coalesce(item.acceptedQuantity, item.quantity) AS quantity, bound.id AS boundId,
    bound.min AS least, bound.max AS most, CASE bound.unit WHEN item.unit THEN [item.quantity, item.acceptedQuantity]
      WHEN '元/' + item.unit THEN [item.unitPriceFen / 100.0] ELSE [] END AS numbers
  WITH *, size(numbers) = 1 AS ofPrice, head([number IN numbers WHERE number < least OR most < number]) AS number
  WHERE number IS NOT NULL
  WITH *, CASE WHEN number < least THEN least - number ELSE number - most END * CASE WHEN ofPrice THEN 100 * quantity ELSE price END AS far
  WITH *, CASE WHEN far < 9e15 THEN far ELSE 9e15 END AS off ORDER BY off DESC, itemId, boundId
  WITH collect(DISTINCT CASE WHEN ofPrice THEN 'PRICE_LIMIT' ELSE 'QUANTITY_LIMIT' END) AS faults,
    duration({seconds: round(coalesce(max(off), 0))}).seconds AS gap,
    head(collect({contract: id, quantity: CASE WHEN ofPrice THEN quantity ELSE number END, price: price, least: least, most: most})) AS known,
    collect([{kind: 'Contract', id: id}, {kind: 'ContractItem', id: itemId}, {kind: 'PhysicalLimit', id: boundId}]) AS proofs
  WHERE faults <> []
  RETURN faults, gap, known, reduce(list = [], some IN proofs[..50] | list + some) AS proof
}
WITH subjectId, listed, collect(faults) AS faults, max(gap) AS gap, max(known.credited) AS credited, max(known.bank) AS bank, max(known.ledger) AS ledger,
  max(known.contract) AS contract, max(known.paid) AS paid, max(known.accepted) AS accepted, max(known.quantity) AS quantity, max(known.price) AS price,
  max(known.least) AS least, max(known.most) AS most, collect(proof) AS proofs
RETURN subjectId, '-' AS key, gap AS measure,
  {faults: reduce(list = [], some IN faults | list + some), listed: listed, credited: credited, bank: bank, ledger: ledger, contract: contract, paid: paid,
    accepted: accepted, quantity: quantity, price: price, least: least, most: most} AS facts,
  reduce(list = [{kind: 'Payment', id: subjectId}], some IN proofs | list + [one IN some WHERE NOT one IN list]) AS evidence
ORDER BY subjectId, key
