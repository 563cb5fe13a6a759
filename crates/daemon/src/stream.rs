//! A driver's stream as the connection wants it.

use async_trait::async_trait;
use ferrovirt_driver::stream::{DriverStream, StreamItem, StreamRead, StreamWrite};
use ferrovirt_rpc::stream::{Item, Sink, Source, Stream};
use ferrovirt_types::Result;

struct Reader(Box<dyn StreamRead>);
struct Writer(Box<dyn StreamWrite>);

#[async_trait]
impl Source for Reader {
    async fn next(&mut self) -> Result<Option<Item>> {
        Ok(self.0.next().await?.map(|item| match item {
            StreamItem::Data(d) => Item::Data(d),
            StreamItem::Hole(n) => Item::Hole(n),
        }))
    }
}

#[async_trait]
impl Sink for Writer {
    async fn write(&mut self, item: Item) -> Result<()> {
        self.0
            .write(match item {
                Item::Data(d) => StreamItem::Data(d),
                Item::Hole(n) => StreamItem::Hole(n),
            })
            .await
    }

    async fn finish(&mut self) -> Result<()> {
        self.0.finish().await
    }
}

/// Adapts a stream.
pub fn adapt(stream: DriverStream) -> Stream {
    Stream {
        source: stream.read.map(|r| Box::new(Reader(r)) as Box<dyn Source>),
        sink: stream.write.map(|w| Box::new(Writer(w)) as Box<dyn Sink>),
    }
}
