package remedy

import "unskew/diagnostics/timeservice"

func Install(Place) []Command                                 { return nil }
func NameServers(Place, timeservice.Service) []Command        { return nil }
func KeepOne(Place, []timeservice.Service) []Command          { return nil }
func AfterPanic(Place, timeservice.Service) []Command         { return nil }
func WithoutNTS(Place, timeservice.Service) []Command         { return nil }
func StepAfterPause(p Place, s timeservice.Service) []Command { return SetNow(p, s) }
func SeedingOff(Place) []Command                              { return nil }
func GuestSyncOff(Place, []string) []Command                  { return nil }
func RTCInUTC(Place) []Command                                { return nil }
func ZoneFirst(p Place) []Command                             { return SetByService(p) }

func SyncOn(Place, timeservice.Service) []Command     { return nil }
func AllowLarge(Place, timeservice.Service) []Command { return nil }
