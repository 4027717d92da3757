import InklingCHDF5
import InklingFiles
import Synchronization

/// The HDF5 library, which one caller at a time may use, set so that it prints nothing and loads no code.
enum HDF5Library {
  /// How many files have been opened: each has a name of its own, since the library takes two of one name for one file.
  private static let openings = Mutex(0)

  /// Calls into the library, alone.
  static func alone<Value>(_ body: (inout Int) throws(InputError) -> sending Value) throws(InputError) -> sending Value
  {
    try openings.withLock { openings throws(InputError) in
      guard inkling_h5_prepare() >= 0 else {
        throw InputError(.unavailable, "the HDF5 library cannot be started", remedy: "install libhdf5 1.10 or later")
      }
      return try body(&openings)
    }
  }

  /// Ends a file's use, from wherever the last reference goes.
  static func close(_ file: hid_t) {
    openings.withLock { _ in _ = H5Fclose(file) }
  }
}
