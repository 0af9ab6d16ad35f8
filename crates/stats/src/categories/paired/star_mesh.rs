//! Quadratic forms in the inverse of a graph's Laplacian, without a subtraction.

/// A table's discordant pairs as a graph: categories are its nodes, n_ij + n_ji the weight between i and j.
/// The covariance of the margins' differences under no change is the graph's Laplacian. Its nodes are
/// eliminated one by one: the star around a node becomes a mesh between its neighbours (Rosen A, J
/// Inst Electr Eng 1924;62:916), which is Gaussian elimination written so that only positive numbers are added.
pub(super) struct StarMesh {
    steps: Vec<Step>,
}

/// One eliminated node.
struct Step {
    node: usize,
    /// Sum of its weights to the nodes left.
    degree: f64,
    /// The nodes left that it touched, with their parts of the degree.
    shares: Vec<(usize, f64)>,
}

impl StarMesh {
    /// `weights[i][j]` for j > i is read. Nodes without weight, and the last of each connected part, leave no
    /// step. Time O(k³).
    pub(super) fn of(mut weights: Vec<Vec<f64>>) -> Self {
        let mut steps = Vec::new();
        for node in 0..weights.len() {
            let row = std::mem::take(&mut weights[node]);
            let touched: Vec<usize> = (node + 1..row.len()).filter(|&other| row[other] > 0.0).collect();
            let degree: f64 = touched.iter().map(|&other| row[other]).sum();
            if touched.is_empty() {
                continue;
            }
            let shares: Vec<_> = touched.iter().map(|&other| (other, row[other] / degree)).collect();
            for (index, &first) in touched.iter().enumerate() {
                for &(second, share) in &shares[index + 1..] {
                    weights[first][second] += row[first] * share;
                }
            }
            steps.push(Step { node, degree, shares });
        }
        Self { steps }
    }

    /// Categories less connected parts: the rank of the covariance.
    pub(super) fn rank(&self) -> usize {
        self.steps.len()
    }

    /// d' V⁻ d with any generalised inverse of the Laplacian V; d adds up to 0 in each connected part, and is
    /// used up.
    pub(super) fn quadratic_form(&self, differences: &mut [f64]) -> f64 {
        let mut sum = 0.0;
        for Step { node, degree, shares } in &self.steps {
            let difference = differences[*node];
            sum += difference * difference / degree;
            for (other, share) in shares {
                differences[*other] += difference * share;
            }
        }
        sum
    }
}
