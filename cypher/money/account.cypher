RETURN account.id AS id
