//! Which networks there are: the one place that knows every kind of channel.

use std::sync::Arc;

use channels::Channel;
use channels::atproto::{AppPassword, AtprotoChannel, AtprotoConfig};
use channels::feed::{FeedChannel, FeedConfig};
use channels::imported::ImportedChannel;
use channels::outgoing::OutgoingClient;
use model::{Clock, Network};
use pipeline::{House, OpenChannel};
use simulator::{SimulatedChannel, World};

/// Opens channels of every network.
pub struct Networks {
    /// Carries everything that leaves the house.
    pub outgoing: OutgoingClient,
    /// The source of the present moment.
    pub clock: Arc<dyn Clock>,
    /// The invented world, in a demo.
    pub world: Option<Arc<World>>,
    /// How members are reached who have no page open.
    pub house: House,
}

impl OpenChannel for Networks {
    fn open(&self, network: Network, config: &str, secret: Option<&str>) -> Result<Arc<dyn Channel>, String> {
        match network {
            Network::Atproto => {
                let config: AtprotoConfig = serde_json::from_str(config).map_err(|error| error.to_string())?;
                let password = secret.map(AppPassword::new);
                let channel = AtprotoChannel::new(config, password, self.outgoing.clone(), self.clock.clone());
                Ok(Arc::new(channel.map_err(|error| error.what)?))
            }
            Network::Feed => {
                let config: FeedConfig = serde_json::from_str(config).map_err(|error| error.to_string())?;
                let channel = FeedChannel::new(config, self.outgoing.clone(), self.clock.clone());
                Ok(Arc::new(channel.map_err(|error| error.what)?))
            }
            Network::Imported => Ok(Arc::new(ImportedChannel)),
            Network::Simulated => {
                let world = self.world.clone().ok_or("the simulation runs only in a demo")?;
                Ok(Arc::new(SimulatedChannel::new(world)))
            }
        }
    }

    fn outgoing(&self) -> Result<OutgoingClient, String> {
        Ok(self.outgoing.clone())
    }

    fn house(&self) -> House {
        self.house.clone()
    }
}
