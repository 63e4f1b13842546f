//! The dots that the map shows, made anew where something else is asked for: at once, or by a thread while those before are shown.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Instant;

use egui::Context;

use crate::map::dots::{Dots, DotsOrder};

/// Those of all layers.
#[derive(Default)]
pub struct DotsKept {
    made: Vec<Arc<Dots>>,
    by_thread: Option<ByThread>,
}

struct ByThread {
    sender: Sender<Vec<DotsOrder>>,
    receiver: Receiver<Dots>,
    /// What was ordered last.
    ordered: Vec<DotsOrder>,
    /// Since when something is missing.
    missing_since: Option<Instant>,
}

impl DotsKept {
    /// A thread makes them, and has the window painted again once they are there.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn by_thread(ctx: Context) -> std::io::Result<Self> {
        let (sender, orders) = channel::<Vec<DotsOrder>>();
        let (made, receiver) = channel();
        thread::Builder::new().name("points".to_owned()).spawn(move || {
            while let Ok(first) = orders.recv() {
                let mut wanted = orders.try_iter().last().unwrap_or(first).into_iter();
                while let Some(order) = wanted.next() {
                    let dots = Dots::of(order);
                    dots.prepare();
                    // Nobody receives any more once the window is closed.
                    let _sent = made.send(dots);
                    ctx.request_repaint();
                    if let Some(newer) = orders.try_iter().last() {
                        wanted = newer.into_iter();
                    }
                }
            }
        })?;
        Ok(Self { made: Vec::new(), by_thread: Some(ByThread { sender, receiver, ordered: Vec::new(), missing_since: None }) })
    }

    /// What there is of what is asked for: all of it, or while a thread is at it that of before.
    pub fn refresh(&mut self, orders: Vec<DotsOrder>) -> Vec<Arc<Dots>> {
        if let Some(thread) = &mut self.by_thread {
            for dots in thread.receiver.try_iter() {
                self.made.retain(|before| before.order().layer != dots.order().layer);
                self.made.push(Arc::new(dots));
            }
            self.made.retain(|made| orders.iter().any(|order| order.is_of_same_points(made.order())));
            let is_made = |order: &DotsOrder| self.made.iter().any(|made| made.order().is_same(order));
            let missing: Vec<DotsOrder> = orders.iter().filter(|order| !is_made(order)).cloned().collect();
            let is_ordered = missing.iter().all(|order| thread.ordered.iter().any(|ordered| ordered.is_same(order)));
            if missing.is_empty() {
                if let Some(since) = thread.missing_since.take() {
                    log::trace!(target: "sandtable::rows", "points drawn after {:.2} ms", since.elapsed().as_secs_f64() * 1e3);
                }
            } else {
                thread.missing_since.get_or_insert_with(Instant::now);
            }
            if !is_ordered {
                thread.ordered.clone_from(&missing);
                // The thread ends with this.
                let _sent = thread.sender.send(missing);
            }
        } else {
            let before = std::mem::take(&mut self.made);
            let of = |order: DotsOrder| {
                let same = before.iter().find(|made| made.order().is_same(&order)).cloned();
                same.unwrap_or_else(|| Arc::new(Dots::of(order)))
            };
            self.made = orders.into_iter().map(of).collect();
            return self.made.clone();
        }
        // In the order of the layers, whichever came first.
        let of = |order: &DotsOrder| self.made.iter().find(|made| made.order().layer == order.layer).cloned();
        orders.iter().filter_map(of).collect()
    }
}
