//! What exam scenarios may answer.
