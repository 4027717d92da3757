import InklingCharts
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTraining

extension ModelFacts {
  /// Filters, and planes of features of one operation, that are shown.
  private static let shownFilters = 64
  private static let shownPlanes = 16
  private static let shownOperations = 5

  func network(of entry: Entry) throws(InputError) -> PageSection {
    let graph = entry.model.graph
    let live = graph.live
    let places = Dictionary(live.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let summary = GraphSummary(of: graph)
    let nodes = zip(live, summary.layers).map { node, layer in
      NetworkDiagram.Node(
        name: ReportText.name(layer.name), operation: layer.operation,
        shape: layer.outputShape.map(String.init).joined(separator: "x"), parameters: layer.parameters,
        multiplyAdds: layer.multiplyAdds, inputs: graph.nodes[node].inputs.compactMap { places[$0] })
    }
    let diagram = NetworkDiagram(heading("Network", entry), nodes: nodes)
    let bars = ColumnChart(
      heading("Cost of each operation", entry),
      x: Axis("operation", names: nodes.filter { $0.multiplyAdds > 0 }.prefix(40).map(\.name)),
      y: Axis("multiply-adds"),
      series: [.init("one image", nodes.filter { $0.multiplyAdds > 0 }.prefix(40).map { Double($0.multiplyAdds) })])
    var parts: [PageSection.Part] = [
      .figures([Figure(diagram.plot, table: diagram.table), Figure(bars.plot, table: bars.table)])
    ]
    if let filters = try filters(of: entry.model) {
      parts += [.markup(Markup("h3", text: "Filters of the first convolution")), .markup(filters)]
    }
    let maps = try features(of: entry)
    if entry.model.quantized != nil {
      parts.append(
        .paragraph(
          "Filters are what the model's bytes stand for. Feature maps are left out: they are those of a network in "
            + "float32, and this model multiplies bytes."))
    } else if !maps.isEmpty {
      parts +=
        [
          .markup(Markup("h3", text: "Feature maps")),
          .paragraph(
            "What the network makes of chosen images, operation by operation. Each row of planes is scaled by its largest "
              + "value."),
        ] + maps.map { .markup($0) }
    }
    return PageSection(heading("Network", entry), parts)
  }

  /// The first convolution's filters for the first channel; nil without one.
  private func filters(of model: TrainedModel) throws(InputError) -> Markup? {
    let graph = model.graph
    let first = graph.live.first { node in
      if case .conv2d = graph.nodes[node].operation { true } else { false }
    }
    guard let first, let name = graph.nodes[first].parameters.first,
      let weight = model.namedParameters().first(where: { $0.name == name }), weight.shape.count == 4
    else { return nil }
    let (height, width) = (weight.shape[2], weight.shape[3])
    guard height * width > 1 else { return nil }
    let size = weight.shape[1] * height * width
    var tiles = Tiles()
    for filter in 0..<min(weight.shape[0], Self.shownFilters) {
      let values = Array(weight.values[filter * size..<filter * size + height * width])
      let picture = ReportPicture(values: values, height: height, width: width, isSigned: true)
      tiles.append([try picture.markup("filter \(filter) of \(ReportText.name(name))")], "\(filter)")
    }
    return tiles.markup
  }

  /// The planes of each convolution and pooling for chosen images.
  private func features(of entry: Entry) throws(InputError) -> [Markup] {
    let model = entry.model
    guard model.quantized == nil else { return [] }
    let graph = model.graph
    let wanted = zip(graph.live, graph.activationNames).filter { node, _ in
      guard graph.shapes[node].isImage, graph.shapes[node].plane > 1 else { return false }
      switch graph.nodes[node].operation {
      case .conv2d, .maxPool2d, .avgPool2d: return true
      default: return false
      }
    }.prefix(Self.shownOperations)
    guard !wanted.isEmpty else { return [] }
    let program = try GradientProgram(
      graph, parameters: model.namedParameters(), normalization: model.description.normalization,
      request: GradientRequest(input: false, activations: wanted.map { $0.1 }, activationGradients: false),
      threads: 1, instructionSet: model.compiled.instructionSet)
    return try chosenPlaces().map { place throws(InputError) in
      let found = try program.activations(at: .images(Array(entry.images[part[place]])))
      var tiles = Tiles()
      tiles.append([try picture(place, target: 84)], "image \(part[place])", names[Int(images.labels[part[place]])])
      for (node, name) in wanted {
        guard let activation = found.activations[name] else { continue }
        let picture = Self.planes(activation, most: Self.shownPlanes)
        tiles.append(
          [try picture.markup("feature maps of \(ReportText.name(name))", target: picture.width * 2)],
          "\(ReportText.name(name)): \(graph.shapes[node])",
          activation.shape.channels > Self.shownPlanes ? "the first \(Self.shownPlanes)" : "")
      }
      return tiles.markup
    }
  }

  /// The images that were asked for, or the first of each of three classes.
  private func chosenPlaces() -> [Int] {
    if let given = options.featureImages { return given.filter(part.indices.contains).prefix(12).map { $0 } }
    var seen = Set<Int32>()
    return part.indices.filter { seen.count < 3 && seen.insert(images.labels[part[$0]]).inserted }
  }

  /// Planes in rows of eight with a pixel between them.
  private static func planes(_ activation: Gradients.Activation, most: Int) -> ReportPicture {
    let (height, width) = (activation.shape.height, activation.shape.width)
    let count = min(activation.shape.channels, most)
    let columns = min(count, 8)
    let rows = (count + columns - 1) / columns
    let line = columns * (width + 1) - 1
    var pixels = [UInt8](repeating: 64, count: line * (rows * (height + 1) - 1))
    let shown = activation.values.prefix(count * height * width)
    let (low, high) = (min(shown.min() ?? 0, 0), max(shown.max() ?? 1, 0))
    for plane in 0..<count {
      let corner = plane / columns * (height + 1) * line + plane % columns * (width + 1)
      for row in 0..<height {
        for column in 0..<width {
          let value = activation.values[(plane * height + row) * width + column]
          let share = high > low ? (value - low) / (high - low) : 0
          pixels[corner + row * line + column] = UInt8(min(max(share * 255, 0), 255).rounded())
        }
      }
    }
    return ReportPicture(sheet: pixels, height: rows * (height + 1) - 1, width: line, isColor: false)
  }
}
