internal import Courier
