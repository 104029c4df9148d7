package main

import "io/fs"

// refuseKiosk: what a restricted session rests on is not there on Windows: forced
// commands that end in no shell, files that belong to root, numbers of accounts.
func refuseKiosk(kioskHost) error {
	return kioskRefusal("--kiosk is not for Windows: there is no shell there that ends with its command. Give first-line support unskew check by other means")
}

func ownedBy(fs.FileInfo, int) bool { return false }

func noKeySignals() {}
