//! Units chosen for a high value: what of their change is regression to the mean?
