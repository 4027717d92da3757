public import InklingFormats

/// A group of an HDF5 file: what it holds, without the data sets' numbers.
public struct HDF5Group: Sendable, Equatable {
  /// By their names, in order.
  public var attributes: [HDF5Attribute]
  /// The groups and data sets in it, in the order of their names.
  public var members: [Member]

  /// A group or a data set in a group.
  public struct Member: Sendable, Equatable {
    /// Its name in the group, without a slash.
    public var name: String
    /// What it is.
    public var content: Content
  }

  /// What a member is.
  public indirect enum Content: Sendable, Equatable {
    /// A group inside the group.
    case group(HDF5Group)
    /// An array of numbers or texts.
    case dataset(HDF5Dataset)
  }

  /// The attribute of a name; nil where there is none.
  public func attribute(_ name: String) -> HDF5Value? { attributes.first { $0.name == name }?.value }

  /// The group at a path such as "layers/conv2d/vars"; nil where there is none.
  public func group(_ path: String) -> HDF5Group? {
    path.split(separator: "/").reduce(self as HDF5Group?) { group, name in
      guard case .group(let inner)? = group?.content(name) else { return nil }
      return inner
    }
  }

  /// The data set at a path; nil where there is none.
  public func dataset(_ path: String) -> HDF5Dataset? {
    let parts = path.split(separator: "/")
    guard let name = parts.last,
      case .dataset(let dataset)? = group(parts.dropLast().joined(separator: "/"))?.content(name)
    else { return nil }
    return dataset
  }

  /// All data sets in it and in the groups below, each group's in the order of their names.
  public var datasets: [HDF5Dataset] {
    members.flatMap { member -> [HDF5Dataset] in
      switch member.content {
      case .group(let group): group.datasets
      case .dataset(let dataset): [dataset]
      }
    }
  }

  private func content(_ name: Substring) -> Content? { members.first { $0.name == name }?.content }
}

/// A data set of an HDF5 file, without its numbers.
public struct HDF5Dataset: Sendable, Equatable {
  /// Its path in the file, without a slash at the front: "layers/conv2d/vars/0".
  public var path: String
  /// The type of its numbers; nil for text and for types that are not read.
  public var elementType: ElementType?
  /// The dimensions; [] for a scalar.
  public var shape: [Int]
  /// By their names, in order.
  public var attributes: [HDF5Attribute]
}

/// Something that an HDF5 file says of a group or a data set.
public struct HDF5Attribute: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// What it says.
  public var value: HDF5Value
}

/// The value of an attribute.
public enum HDF5Value: Sendable, Equatable {
  /// Texts, fixed or variable in length, with their dimensions; [] for one text.
  case texts([String], shape: [Int])
  /// Numbers.
  case array(NamedArray)
  /// Of a type that is not read, such as a compound one.
  case unread

  /// The text, where it is one.
  public var text: String? {
    if case .texts(let texts, []) = self { texts.first } else { nil }
  }

  /// The texts of a list: none for an empty list of numbers, which h5py writes for an empty list of texts.
  public var texts: [String]? {
    switch self {
    case .texts(let texts, let shape): shape.count == 1 ? texts : nil
    case .array(let array): array.shape == [0] ? [] : nil
    case .unread: nil
    }
  }
}
