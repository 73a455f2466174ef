RETURN sentOn + paid AS arrived, left, paidFor + sentFor AS payees
