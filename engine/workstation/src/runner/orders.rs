//! A supervisor's orders to a session: read, checked and passed on. What an order does is the session's rule.

use overread_base::Millis;
use overread_exam::{Command, Order, ProctorFact, SignedOrder};

use super::{RunError, SessionRunner};

impl SessionRunner {
    /// Takes a supervisor's order, if its signature is one over this session by a supervisor of the terms.
    ///
    /// # Errors
    /// [`RunError::Order`] for a signature that does not hold, [`RunError::Refused`] if the order does not count here.
    pub fn order(&mut self, order: SignedOrder) -> Result<(), RunError> {
        let (session, supervisors, last) = self.supervision();
        overread_seal::check_order(session, &sealed(&order), supervisors, last)?;
        self.send(Command::Proctor(ProctorFact::Ordered(order)))
    }

    /// As [`SessionRunner::order`], for the line of letters that `overread centre order` prints.
    ///
    /// # Errors
    /// As [`SessionRunner::order`]; a mistyped group is named.
    pub fn order_by_code(&mut self, code: &str) -> Result<(), RunError> {
        let (session, supervisors, last) = self.supervision();
        let signed = overread_seal::read_order_code(code, session, supervisors, last)?;
        let order = unsealed(signed);
        self.send(Command::Proctor(ProctorFact::Ordered(order)))
    }

    /// The session, its supervisors' keys, and the number of the last order.
    fn supervision(&self) -> (&str, &[String], u32) {
        let plan = self.plan();
        let terms = plan.design.certification.as_ref();
        let supervisors = terms.map_or(&[][..], |seat| &seat.terms.supervisors);
        let last = self.view().clock.next_order.saturating_sub(1);
        (plan.session.as_str(), supervisors, last)
    }
}

/// The order in the words of the crate that checks signatures, which knows nothing of sessions.
fn sealed(signed: &SignedOrder) -> overread_seal::SignedOrder {
    overread_seal::SignedOrder {
        order: match signed.order {
            Order::Start => overread_seal::Order::Start,
            Order::Pause => overread_seal::Order::Pause,
            Order::Resume => overread_seal::Order::Resume,
            Order::Extend(by) => overread_seal::Order::Extend(by.0),
            Order::Seal => overread_seal::Order::Seal,
        },
        number: signed.number,
        key: signed.key.clone(),
        signature: signed.signature.clone(),
    }
}

/// The order in the session's words.
fn unsealed(signed: overread_seal::SignedOrder) -> SignedOrder {
    SignedOrder {
        order: match signed.order {
            overread_seal::Order::Start => Order::Start,
            overread_seal::Order::Pause => Order::Pause,
            overread_seal::Order::Resume => Order::Resume,
            overread_seal::Order::Extend(ms) => Order::Extend(Millis(ms)),
            overread_seal::Order::Seal => Order::Seal,
        },
        number: signed.number,
        key: signed.key,
        signature: signed.signature,
    }
}
