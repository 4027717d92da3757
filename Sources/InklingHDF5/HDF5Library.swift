import InklingCHDF5
import InklingFiles
import InklingFormats

enum HDF5Library {}
