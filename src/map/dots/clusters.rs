//! Points near one another as one sign with their number.

use crate::base::in_shares;
use crate::map::dots::DotsOrder;
use crate::placing::{Extract, ScatteredPoint};

/// Several points, or one that stands alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Their middle, in widths of the world.
    pub at: [f64; 2],
    pub n_points: u32,
    /// The first of them.
    pub row: u32,
    /// How many there are of each class that [`DotsOrder::class`] tells, that of class 1 first.
    pub of_classes: Vec<u32>,
}

/// Classes at most, with that of rows that say nothing and that of all other words.
const MOST_CLASSES: usize = crate::dataset::MOST_WORDS + 2;

/// What is counted of one square of the world.
#[derive(Clone, Copy)]
struct Cell {
    n: u32,
    first_row: u32,
    /// Of the parts of the square that points lie east and south of its corner.
    sums: [u64; 2],
    of_classes: [u32; MOST_CLASSES],
}

const NOTHING: Cell = Cell { n: 0, first_row: u32::MAX, sums: [0; 2], of_classes: [0; MOST_CLASSES] };

/// Fewer points are not worth a second thread.
const LEAST_SHARE: usize = 40_000;

/// Squares of the world, a power of two of them side by side: the same whatever is in view, so that panning changes no number.
struct Squares {
    bits: u32,
    first: [u32; 2],
    n: [u32; 2],
}

impl Squares {
    /// Those that touch a part of the world, of at least so many pixels each.
    fn over(part: Extract, pixels: f64, world_pixels: f64) -> Self {
        let bits = (world_pixels / pixels).log2().floor().clamp(0.0, 24.0) as u32;
        let square = |part: u32| (u64::from(part) >> (32 - bits)) as u32;
        let all = 1_u32 << bits;
        let (west, north) = (square(part.west), square(part.north));
        let n_across = (square(part.width) + 2).min(all);
        Self { bits, first: [west, north], n: [n_across, square(part.south) - north + 1] }
    }

    /// Where a square begins, in parts of the world.
    fn corner(&self, square: u32) -> u64 {
        u64::from(square) << (32 - self.bits)
    }

    fn all(&self) -> u32 {
        1 << self.bits
    }

    /// All of them.
    fn extract(&self) -> Extract {
        let [west, north] = self.first.map(|square| self.corner(square) as u32);
        let width = self.corner(self.n[0]).min(u64::from(u32::MAX)) as u32;
        let south = (self.corner(self.first[1] + self.n[1]) - 1).min(u64::from(u32::MAX)) as u32;
        Extract { west, width, north, south }
    }

    /// The place of a point's square among the cells, and where in that it lies.
    fn cell(&self, spot: ScatteredPoint) -> Option<(usize, [u64; 2])> {
        let [x, y] = [spot.x, spot.y].map(u64::from);
        let shift = 32 - self.bits;
        let column = ((x >> shift) as u32).wrapping_sub(self.first[0]) & (self.all() - 1);
        let row = ((y >> shift) as u32).checked_sub(self.first[1]).filter(|row| *row < self.n[1])?;
        let within = (1_u64 << shift) - 1;
        (column < self.n[0]).then_some(((row * self.n[0] + column) as usize, [x & within, y & within]))
    }
}

/// The clusters in view, those of most points first, and how many points they are. A square is at least so many points of the screen wide.
pub fn clusters(order: &DotsOrder, least_points: f64) -> (Vec<Cluster>, usize) {
    let to_pixels = order.to_pixels();
    let world_points = order.view.camera.world_points();
    let squares = Squares::over(to_pixels.extract(), least_points, world_points);
    let stretches: Vec<&[ScatteredPoint]> = order.stretches(squares.extract()).flat_map(|part| part.chunks(LEAST_SHARE / 4)).collect();
    let n_points = stretches.iter().map(|stretch| stretch.len()).sum::<usize>();
    let least = LEAST_SHARE * stretches.len() / n_points.max(1) + 1;
    let n_cells = (squares.n[0] * squares.n[1]) as usize;
    let counted = in_shares(&stretches, least, |stretches| {
        let mut cells = vec![NOTHING; n_cells];
        for spot in stretches.iter().copied().flatten() {
            let class = order.class(spot.row);
            let Some((at, within)) = squares.cell(*spot).filter(|_| class > 0) else { continue };
            if let Some(cell) = cells.get_mut(at) {
                cell.add_point(spot.row, within, class);
            }
        }
        cells
    });
    let mut cells = vec![NOTHING; n_cells];
    for share in &counted {
        cells.iter_mut().zip(share).for_each(|(cell, more)| cell.add(more));
    }
    let found = cells.iter().zip(0..).filter(|(cell, _)| cell.n > 0).map(|(cell, at)| cell.cluster(&squares, at)).collect();
    let clusters = merged(found, world_points);
    let n_shown = clusters.iter().map(|cluster| cluster.n_points as usize).sum();
    (clusters, n_shown)
}

impl Cell {
    fn add_point(&mut self, row: u32, [x, y]: [u64; 2], class: u8) {
        self.n += 1;
        self.first_row = self.first_row.min(row);
        self.sums = [self.sums[0] + x, self.sums[1] + y];
        if let Some(n) = self.of_classes.get_mut(usize::from(class) - 1) {
            *n += 1;
        }
    }

    fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.first_row = self.first_row.min(other.first_row);
        self.sums = [self.sums[0] + other.sums[0], self.sums[1] + other.sums[1]];
        self.of_classes.iter_mut().zip(other.of_classes).for_each(|(own, other)| *own += other);
    }

    fn cluster(&self, squares: &Squares, at: u32) -> Cluster {
        const PARTS: f64 = 4_294_967_296.0;
        let (column, row) = ((squares.first[0] + at % squares.n[0]) & (squares.all() - 1), squares.first[1] + at / squares.n[0]);
        let middle = |square: u32, sum: u64| (squares.corner(square) as f64 + sum as f64 / f64::from(self.n)) / PARTS;
        let of_classes = self.of_classes.to_vec();
        Cluster { at: [middle(column, self.sums[0]), middle(row, self.sums[1])], n_points: self.n, row: self.first_row, of_classes }
    }
}

impl Cluster {
    /// In points of the screen.
    pub fn radius(&self) -> f32 {
        if self.n_points == 1 { 4.5 } else { 9.0 + 2.6 * (self.n_points as f32).log10() }
    }

    fn take_in(&mut self, other: Self) {
        let [own, its] = [self.n_points, other.n_points].map(f64::from);
        let mean = |own_at: f64, its_at: f64| (own_at * own + its_at * its) / (own + its);
        self.at = [mean(self.at[0], other.at[0]), mean(self.at[1], other.at[1])];
        self.n_points += other.n_points;
        self.row = self.row.min(other.row);
        self.of_classes.iter_mut().zip(other.of_classes).for_each(|(own, other)| *own += other);
    }
}

/// What would lie over a larger one is part of it.
fn merged(mut found: Vec<Cluster>, world_points: f64) -> Vec<Cluster> {
    found.sort_by(|a, b| b.n_points.cmp(&a.n_points).then(a.row.cmp(&b.row)));
    let mut kept: Vec<Cluster> = Vec::with_capacity(found.len());
    for cluster in found {
        let near = |other: &&mut Cluster| {
            let [dx, dy] = [cluster.at[0] - other.at[0], cluster.at[1] - other.at[1]].map(|d| d * world_points);
            dx.hypot(dy) < f64::from(cluster.radius() + other.radius() + 2.0)
        };
        match kept.iter_mut().find(near) {
            Some(other) => other.take_in(cluster),
            None => kept.push(cluster),
        }
    }
    kept
}
