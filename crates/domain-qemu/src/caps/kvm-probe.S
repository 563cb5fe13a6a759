# Source of kvm-probe.rom (its last 256 bytes):
#   as -o p.o kvm-probe.S && ld -Ttext=0 --oformat binary -o p.rom p.o && tail -c 256 p.rom > kvm-probe.rom
.code16
.org 0xff00
start:
 cli
 xorw %ax,%ax
 movw %ax,%ds
 movw %ax,%es
 movl $0x1000,%edi
 movl $0x1000,%ecx
 xorl %eax,%eax
 cld
 rep stosl
 movl $0x2003,0x1000
 movl $0x3003,0x2000
 movl $0x83,0x3000
 movl $(0xf0000+handler-base),%eax
 movw %ax,0x4200
 movw $8,0x4202
 movw $0x8e00,0x4204
 shrl $16,%eax
 movw %ax,0x4206
 lgdtl %cs:(gdtr-base)
 lidtl %cs:(idtr-base)
 movl $0x20,%eax
 movl %eax,%cr4
 movl $0x1000,%eax
 movl %eax,%cr3
 movl $0xc0000080,%ecx
 rdmsr
 orw $0x100,%ax
 wrmsr
 movl $0x80000001,%eax
 movl %eax,%cr0
 ljmpl $8,$(0xf0000+long-base)
.code64
long:
 movl $0x10,%eax
 movl %eax,%ds
 movl %eax,%ss
 movl $0x8000,%esp
 xorl %ebx,%ebx
 int $0x20
 swapgs
 movq %cr3,%rax
 movq %rax,%cr3
 movb $0x0f,%al
 addb %bl,%al
 outb %al,$0xf4
1: hlt
 jmp 1b
handler:
 incl %ebx
 iretq
.balign 8
gdt: .quad 0, 0x00af9a000000ffff, 0x00cf92000000ffff
gdtr: .word 23
 .long 0xf0000+gdt-base
idtr: .word 0x20f
 .long 0x4000
.code16
.org 0xfff0
 .byte 0xea
 .word start-base
 .word 0xf000
.org 0x10000
.equ base, start-0xff00
