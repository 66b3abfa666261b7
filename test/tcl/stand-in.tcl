# A recording stand-in for the vendor's tools, for tests: it knows their commands with the options of each release
# (commands.json) and refuses all others, keeps the few rules that scripts break easily, and writes the files that the
# tools would. Nothing of a tool's work is done.
#
#   tclsh stand-in.tcl DATA TOOL VERSION FAIL SCRIPT...
#
# DATA: commands.json as Tcl (test/support/vendor-stand-in.ts). TOOL: hls or vivado. FAIL: a command that fails, `run:NAME`
# for a run that does, or -. Scripts run one after the other, each in an interpreter of its own, like a new process; after
# each one `EXIT code` is printed. Calls are printed as `CALL command argument...`.

set here [file dirname [file normalize [info script]]]
lassign $argv data tool version fail
set code 0
foreach script [lrange $argv 4 end] {
    set child [interp create]
    $child eval [list set ::standin [dict create data $data tool $tool version $version fail $fail]]
    $child eval [list source [file join $here vendor.tcl]]
    $child hide exit
    $child alias exit apply {{{code 0}} { return -code error -errorcode [list STANDIN EXIT $code] "exit $code" }}
    $child eval [list set argv0 $tool]
    if {[catch {$child eval [list source $script]} message options]} {
        set cause [dict get $options -errorcode]
        if {[lrange $cause 0 1] eq "STANDIN EXIT"} {
            set code [lindex $cause 2]
        } else {
            puts [dict get $options -errorinfo]
            set code 1
        }
    } else {
        # Without `exit` an HLS script leaves the tool waiting for a person.
        puts "NO EXIT"
        set code 99
    }
    puts "EXIT $code"
    interp delete $child
    if {$code != 0} break
}
exit $code
