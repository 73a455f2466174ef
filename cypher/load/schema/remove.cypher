// What bore labels, types and properties, once they are known.
MATCH (person:Person {id: '~'}), (key:SearchKey {id: '~'}), (address:Address {id: '~'}),
  (phone:Phone {id: '~'}), (version:Version {id: '~'}), (batch:LoadBatch {id: -1}), (finding:Finding {id: '~'}),
  (total:PaymentSum {id: '~'}),
  (saved:SavedQuestion {id: '~'})
DETACH DELETE person, key, address, phone, version, batch, finding, total, saved
