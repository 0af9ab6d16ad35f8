//! One file per chart: from plain values to a scene.
