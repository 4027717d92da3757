import Testing

@testable import InklingExchange

struct ImportedNetworkTests {}
