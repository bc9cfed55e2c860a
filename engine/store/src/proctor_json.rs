//! What happens around a session as JSON, version 1.

use overread_base::Millis;
use overread_exam::{Order, ProctorFact, SignedOrder};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ProctorFactJson {
    Ordered {
        order: OrderJson,
        number: u32,
        key: String,
        signature: String,
    },
    FocusLost,
    FocusGained,
    Incident {
        text: String,
    },
    Interrupted {
        id: String,
        n: u32,
    },
    TurnedBack {
        n: u32,
    },
    ClockJumped {
        by_ms: i64,
    },
    TimeLeft {
        ms: u64,
    },
    TimeUp,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OrderJson {
    Start,
    Pause,
    Resume,
    Extend { ms: u64 },
    Seal,
}

impl From<Order> for OrderJson {
    fn from(order: Order) -> Self {
        match order {
            Order::Start => Self::Start,
            Order::Pause => Self::Pause,
            Order::Resume => Self::Resume,
            Order::Extend(by) => Self::Extend { ms: by.0 },
            Order::Seal => Self::Seal,
        }
    }
}

impl From<OrderJson> for Order {
    fn from(json: OrderJson) -> Self {
        match json {
            OrderJson::Start => Self::Start,
            OrderJson::Pause => Self::Pause,
            OrderJson::Resume => Self::Resume,
            OrderJson::Extend { ms } => Self::Extend(Millis(ms)),
            OrderJson::Seal => Self::Seal,
        }
    }
}

impl From<&ProctorFact> for ProctorFactJson {
    fn from(fact: &ProctorFact) -> Self {
        match fact {
            ProctorFact::Ordered(signed) => Self::Ordered {
                order: signed.order.into(),
                number: signed.number,
                key: signed.key.clone(),
                signature: signed.signature.clone(),
            },
            ProctorFact::FocusLost => Self::FocusLost,
            ProctorFact::FocusGained => Self::FocusGained,
            ProctorFact::Incident(text) => Self::Incident { text: text.clone() },
            ProctorFact::Interrupted { id, n } => Self::Interrupted {
                id: id.clone(),
                n: *n,
            },
            ProctorFact::TurnedBack { n } => Self::TurnedBack { n: *n },
            ProctorFact::ClockJumped { by_ms } => Self::ClockJumped { by_ms: *by_ms },
            ProctorFact::TimeLeft(left) => Self::TimeLeft { ms: left.0 },
            ProctorFact::TimeUp => Self::TimeUp,
        }
    }
}

impl From<ProctorFactJson> for ProctorFact {
    fn from(json: ProctorFactJson) -> Self {
        match json {
            ProctorFactJson::Ordered {
                order,
                number,
                key,
                signature,
            } => Self::Ordered(SignedOrder {
                order: order.into(),
                number,
                key,
                signature,
            }),
            ProctorFactJson::FocusLost => Self::FocusLost,
            ProctorFactJson::FocusGained => Self::FocusGained,
            ProctorFactJson::Incident { text } => Self::Incident(text),
            ProctorFactJson::Interrupted { id, n } => Self::Interrupted { id, n },
            ProctorFactJson::TurnedBack { n } => Self::TurnedBack { n },
            ProctorFactJson::ClockJumped { by_ms } => Self::ClockJumped { by_ms },
            ProctorFactJson::TimeLeft { ms } => Self::TimeLeft(Millis(ms)),
            ProctorFactJson::TimeUp => Self::TimeUp,
        }
    }
}
